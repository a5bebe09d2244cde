export { bootstrapInWorkers } from './bootstrap-in-workers.ts'
export { type BootstrapPool, openBootstrapPool, type WorkerBootstrapOptions } from './bootstrap-pool.ts'
