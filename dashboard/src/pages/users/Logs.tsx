import type { User } from '~/api/shapes';
import { LogTable } from '../logs/LogTable';

/** What happened with this user. */
export default function Logs({ user }: { user: User }) {
  return <LogTable q={`user_id:"${user.user_id}"`} />;
}
