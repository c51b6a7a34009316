import { Board } from '../domain/boards.ts';
import { bool, defineRow, json } from './define.ts';

/** Boards of widgets. */
export const boardRow = defineRow({
  kind: 'board',
  schema: Board,
  key: ['id'],
  codecs: { shared: bool, widgets: json<Board['widgets']>() },
});
