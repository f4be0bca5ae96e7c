import type { Client } from '~/api/shapes';
import { LogTable } from '../logs/LogTable';

/** What happened with this application. */
export default function Logs({ client }: { client: Client }) {
  return <LogTable q={`client_id:"${client.client_id}"`} />;
}
