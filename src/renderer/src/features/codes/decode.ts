import {
  BarcodeFormat,
  BinaryBitmap,
  DataMatrixReader,
  DecodeHintType,
  HybridBinarizer,
  type LuminanceSource,
  MultiFormatOneDReader,
  QRCodeReader,
  type Reader,
  type Result,
  RGBLuminanceSource,
} from '@zxing/library';
import { GROUP_SEPARATOR } from '#shared/domain/barcodes.ts';

/** A picture in shades of grey, 0 to 255, row by row. */
export interface GreyPicture {
  readonly points: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** A barcode that was read from a picture. */
export interface DecodedCode {
  /** What a scanner would send. A separator in front says that the code follows GS1. */
  readonly text: string;
  readonly format: string;
}

/** Reads barcodes from pictures. */
export type Decode = (picture: GreyPicture) => DecodedCode | null;

const LINEAR = [
  BarcodeFormat.EAN_13,
  BarcodeFormat.EAN_8,
  BarcodeFormat.UPC_A,
  BarcodeFormat.UPC_E,
  BarcodeFormat.ITF,
  BarcodeFormat.CODE_128,
  BarcodeFormat.CODE_39,
];

/**
 * Creates a decoder of the codes of goods and labels: EAN, UPC, ITF, Code 128, Code 39, DataMatrix and QR. It asks the readers one
 * after the other: the library's own list of readers writes to the log whenever one of them finds nothing.
 */
export function createDecoder(): Decode {
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, LINEAR],
    [DecodeHintType.TRY_HARDER, true],
    [DecodeHintType.ASSUME_GS1, true],
  ]);
  const readers: readonly Reader[] = [
    new MultiFormatOneDReader(hints),
    new DataMatrixReader(),
    new QRCodeReader(),
  ];
  return ({ points, width, height }) => {
    const source = new RGBLuminanceSource(points, width, height);
    for (const reader of readers) {
      const result = tryReader(reader, source, hints);
      if (result !== null)
        return { text: withoutEnd(result.getText()), format: BarcodeFormat[result.getBarcodeFormat()] ?? '' };
    }
    return null;
  };
}

function tryReader(
  reader: Reader,
  source: LuminanceSource,
  hints: Map<DecodeHintType, unknown>,
): Result | null {
  try {
    return reader.decode(new BinaryBitmap(new HybridBinarizer(source)), hints);
  } catch {
    // The library throws where it finds nothing, which is nearly every picture of a camera.
    return null;
  } finally {
    reader.reset();
  }
}

/** Returns a text without the separator that the library adds where the check character of a Code 128 looks like one. */
function withoutEnd(text: string): string {
  return text.endsWith(GROUP_SEPARATOR) ? text.slice(0, -1) : text;
}
