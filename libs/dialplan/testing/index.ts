export { aRule } from './plan-builders.js';
