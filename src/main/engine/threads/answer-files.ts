import type { BridgeResult, MethodOutput } from '#shared/bridge/index.ts';
import { ok } from '#shared/domain/result.ts';
import type { FilesMethod, FilesRequest } from '../api/engine-port.ts';
import type { Files } from '../files/files.ts';

type Answer = BridgeResult<MethodOutput<FilesMethod>>;

/** Answers a method of the files of messages. */
export function answerFiles(files: Files, request: FilesRequest): Answer | Promise<Answer> {
  switch (request.method) {
    case 'attachments.keep':
      return files.keep(request.input);
    case 'attachments.drafts':
      return ok(files.drafts(request.input));
    case 'attachments.remove':
      return files.remove(request.input);
    case 'attachments.states':
      return ok(files.states(request.input));
    case 'attachments.load':
      return files.load(request.input);
    case 'attachments.piece':
      return files.piece(request.input);
    case 'attachments.storage':
      return files.storage(request.input);
  }
}
