export { MissingContentsError } from './contents.ts';
export { backUp, backUpOpen, type Snapshot, snapshotOf } from './copy.ts';
export { FileExistsError, stamp } from './files.ts';
export { backupProcess } from './process.ts';
export { OtherLogError, restore } from './restore.ts';
export { type BackupStatus, type Backups, createBackups } from './schedule.ts';
