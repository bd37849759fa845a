export { Recording, RecordingGap } from './recording.entity.js';
export { RecordingFiles } from './recording-files.js';
export { RecordingAccess } from './recording-access.js';
export { RecordingSounds } from './recording-sounds.js';
export { fallbackName, RecordingCloser } from './recording-closer.js';
export { RecordingsKeeper } from './recordings.keeper.js';
export { RecordingsModule } from './recordings.module.js';
