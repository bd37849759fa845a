export { SupervisionModule } from './supervision.module.js';
export { SupervisionService } from './supervision.service.js';
