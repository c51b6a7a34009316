import type { ReactNode } from 'react';
import type { FigureName } from '#shared/domain/figures.ts';
import { ErrorState } from '../../components/states.tsx';
import type { WidgetProps } from '../../lib/feature.ts';
import { useScopedFigures } from '../../stores/figures.ts';
import { FigureCard } from './figure-card.tsx';
import { useFigureStream } from './figure-stream.ts';

/** One figure as a widget of its own. */
function Tile({ name, scope }: { readonly name: FigureName } & Pick<WidgetProps, 'scope'>): ReactNode {
  const error = useFigureStream(scope);
  const known = useScopedFigures(scope, () => true) ?? false;
  if (error !== null && !known) return <ErrorState error={error} />;
  return <FigureCard name={name} scope={scope} />;
}

export function RevenueTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="revenue" scope={scope} />;
}

export function OrdersTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="orders" scope={scope} />;
}

export function AovTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="aov" scope={scope} />;
}

export function RefundsTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="refunds" scope={scope} />;
}

export function OpenChatsTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="openChats" scope={scope} />;
}

export function OpenAlertsTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="openAlerts" scope={scope} />;
}

export function RefundRateTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="refundRate" scope={scope} />;
}

export function PaymentSuccessTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="paymentSuccess" scope={scope} />;
}

export function ConversionTile({ scope }: WidgetProps): ReactNode {
  return <Tile name="conversion" scope={scope} />;
}
