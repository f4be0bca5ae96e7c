import type { User } from '~/api/shapes';
import { Code } from '~/parts/Copy';

/** The user, as the Management API answers. */
export default function Raw({ user }: { user: User }) {
  return <Code text={JSON.stringify(user, null, 2)} label="the JSON" />;
}
