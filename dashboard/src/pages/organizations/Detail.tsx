import { Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { api, ask, tell } from '~/api/client';
import { Confirm, DangerZone } from '~/parts/Confirm';
import { Copyable } from '~/parts/Copy';
import { type Tab, TabbedDetail } from '~/parts/Detail';
import { useDraft } from '~/parts/draft';
import { Group, Groups, SaveBar } from '~/parts/Form';
import { Failure, Tag } from '~/parts/Note';
import { notify } from '~/parts/notices';
import { useSession } from '~/session';
import { Connections } from './Connections';
import { Invitations } from './Invitations';
import { Members } from './Members';
import { nameProblem, Organization, readOrganization } from './queries';

const route = getRouteApi('/organizations/$id/{-$tab}');

const TABS: readonly Tab<{ organization: Organization }>[] = [
  { value: 'settings', label: 'Settings', part: Settings },
  { value: 'members', label: 'Members', part: Members },
  { value: 'invitations', label: 'Invitations', part: Invitations },
  { value: 'connections', label: 'Connections', part: Connections },
];

export function Detail() {
  const { id, tab } = route.useParams();
  const navigate = route.useNavigate();
  return (
    <TabbedDetail
      noun="Organization"
      back={{ to: '/organizations', label: 'Organizations' }}
      query={useQuery(readOrganization(id))}
      head={(organization) => ({
        title: organization.display_name ?? organization.name,
        beside: (
          <>
            <Tag>{organization.name}</Tag>
            <Copyable text={organization.id} label="the organization’s id" />
          </>
        ),
      })}
      tabs={TABS}
      tab={tab}
      go={(next) => void navigate({ params: { id, tab: next } })}
      given={(organization) => ({ organization })}
      id={(organization) => organization.id}
    />
  );
}

function Settings({ organization }: { organization: Organization }) {
  const session = useSession();
  const queries = useQueryClient();
  const draft = useDraft({ name: organization.name, display_name: organization.display_name ?? '' });
  const disabled = !session.may('update:organizations');
  const { value, set } = draft;
  const problem =
    nameProblem(value.name) ?? (value.name === '' ? 'An organization needs a short name.' : null);
  const save = useMutation({
    mutationFn: () => {
      const params = { path: { id: organization.id } };
      return ask(Organization, api.PATCH('/organizations/{id}', { params, body: draft.patch as never }));
    },
    onSuccess: (saved) => {
      queries.setQueryData(['organizations', 'one', organization.id], saved);
      void queries.invalidateQueries({ queryKey: ['organizations', 'list'] });
      draft.discard();
      notify('Saved.');
    },
  });
  return (
    <Stack gap="lg">
      <Groups>
        <Group
          title="What it is"
          says="Applications name it by its id or its short name. A new short name breaks links that hold the old one."
        >
          <TextInput
            label="Display name"
            value={value.display_name}
            onChange={(event) => set('display_name', event.currentTarget.value)}
            disabled={disabled}
          />
          <TextInput
            label="Short name"
            value={value.name}
            onChange={(event) => set('name', event.currentTarget.value)}
            error={problem}
            disabled={disabled}
          />
        </Group>
      </Groups>
      {save.error && <Failure error={save.error} />}
      <SaveBar
        isDirty={draft.isDirty}
        isSaving={save.isPending}
        discard={draft.discard}
        save={() => save.mutate()}
        request={{ method: 'PATCH', path: `/organizations/${organization.id}`, body: draft.patch }}
        problem={problem}
      />
      <Remove organization={organization} />
    </Stack>
  );
}

function Remove({ organization }: { organization: Organization }) {
  const session = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <DangerZone
      title="Delete the organization"
      says="Nobody can log in to it any more; memberships, its roles for them and open invitations are gone for good. The people stay."
    >
      <Confirm
        label="Delete organization"
        title={`Delete ${organization.display_name ?? organization.name}?`}
        name={organization.name}
        disabled={!session.may('delete:organizations')}
        act={() => tell(api.DELETE('/organizations/{id}', { params: { path: { id: organization.id } } }))}
        done={() => {
          queries.removeQueries({ queryKey: ['organizations', 'one', organization.id] });
          void queries.invalidateQueries({ queryKey: ['organizations', 'list'] });
          notify(`${organization.display_name ?? organization.name} was deleted.`);
          void navigate({ to: '/organizations' });
        }}
      >
        This can’t be undone.
      </Confirm>
    </DangerZone>
  );
}
