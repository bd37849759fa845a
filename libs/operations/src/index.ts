export { SystemChecksService } from './system-checks.service.js';
export { OperationsModule } from './operations.module.js';
