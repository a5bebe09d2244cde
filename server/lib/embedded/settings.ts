import { socketPort } from './socket-folder.ts'

/** Given on the command line at each start, so that a new version of Hamdel can change them. */
export function settings(socketFolder: string, more: Record<string, string> = {}): string[] {
  const all: Record<string, string> = {
    listen_addresses: '', // no TCP port at all
    port: String(socketPort),
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: '512MB',
    jit: 'off',
    timezone: 'UTC',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'replica',
    wal_compression: 'on',
    max_wal_size: '1GB',
    min_wal_size: '80MB',
    max_wal_senders: '0',
    checkpoint_timeout: '5min',
    random_page_cost: '1.1',
    idle_in_transaction_session_timeout: '10min',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    log_lock_waits: 'on',
    log_min_duration_statement: '2000',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // DETAIL lines and parameters quote rows: names and phone numbers stay out of the log.
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    ...more,
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
