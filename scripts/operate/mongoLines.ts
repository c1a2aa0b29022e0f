import { databaseName } from '../../server/src/store/mongo/connect.ts';

// The address may hold a password, so the lines name the variable and not what is in it.
const address = '--uri="$MONGODB_URI"';

/**
 * What an operator runs to back MongoDB up. Documents come first, then the list of pictures, then their bytes:
 * a picture is written in the other order, so that everything a document names is in the backup.
 */
export function dumpLines(uri: string, folder: string): string {
  const db = databaseName(uri);
  const dump = (rest: string, file: string) =>
    `  mongodump ${address} --db=${db} ${rest} --gzip --archive="${folder}/${file}"`;
  return [
    'Cases and pictures are in MongoDB. Run these three lines, in this order, while the server runs or not:',
    dump('--excludeCollection=blobs.files --excludeCollection=blobs.chunks', 'documents.gz'),
    dump('--collection=blobs.files', 'picture-list.gz'),
    dump('--collection=blobs.chunks', 'picture-bytes.gz'),
  ].join('\n');
}

/** What an operator runs to put it back. */
export function restoreLines(uri: string | undefined, folder: string): string {
  const into = uri === undefined ? 'NAME' : databaseName(uri);
  return [
    'Cases and pictures are in MongoDB. Run these lines on an empty database before the server starts:',
    ...['picture-bytes.gz', 'picture-list.gz', 'documents.gz'].map(
      (file) => `  mongorestore ${address} --nsInclude='${into}.*' --gzip --archive="${folder}/${file}"`,
    ),
  ].join('\n');
}
