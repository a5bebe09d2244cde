import type { TestProject } from 'vitest/node'
import { dropDatabase, makeTemplate, startCluster } from './cluster.ts'

/** One PostgreSQL and one migrated template database for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster()
  const template = await makeTemplate(cluster)
  project.provide('clusterUrl', cluster.urlOf('postgres'))
  project.provide('template', template)
  return async () => {
    await dropDatabase(cluster, template)
    await cluster.stop()
  }
}
