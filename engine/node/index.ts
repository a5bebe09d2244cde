export { bootstrapInWorkers, type WorkerBootstrapOptions } from './bootstrap-in-workers.ts'
