import { useQueryClient } from '@tanstack/react-query';
import { api, tell } from '~/api/client';
import type { Consent } from '~/api/shapes';
import { Confirm } from '~/parts/Confirm';
import { notify } from '~/parts/notices';
import { useSession } from '~/session';

/** Takes back what somebody has let an application do. */
export function Revoke({ consent, application }: { consent: Consent; application: string }) {
  const session = useSession();
  const queries = useQueryClient();
  return (
    <Confirm
      label="Revoke"
      size="xs"
      variant="default"
      title={`Revoke the consent for ${application}?`}
      disabled={!session.may('delete:grants')}
      act={() => tell(api.DELETE('/grants/{id}', { params: { path: { id: consent.id } } }))}
      done={() => {
        notify('The consent was revoked.');
        void queries.invalidateQueries({ queryKey: ['consents'] });
      }}
    >
      Its refresh tokens for this user stop working, and they are asked again next time.
    </Confirm>
  );
}
