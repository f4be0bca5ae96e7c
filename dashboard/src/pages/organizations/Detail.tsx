import { ColorInput, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, ask, tell } from '~/api/client';
import { Copyable } from '~/parts/Copy';
import { type Tab, TabbedDetail } from '~/parts/Detail';
import { useDraft } from '~/parts/draft';
import { Group, Groups } from '~/parts/Form';
import { fieldsOf } from '~/parts/fields';
import { Remove } from '~/parts/Remove';
import { Saved } from '~/parts/Saved';
import { useSession } from '~/session';
import { Connections } from './Connections';
import { Invitations } from './Invitations';
import { bodyOf, colorProblem, lookProblem } from './look';
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
            <Copyable text={organization.name} label="the short name" />
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
  const { logo_url, colors } = organization.branding ?? {};
  const draft = useDraft({
    name: organization.name,
    display_name: organization.display_name ?? '',
    logo_url: logo_url ?? '',
    primary: colors?.primary ?? '',
    page_background: colors?.page_background ?? '',
  });
  const params = { path: { id: organization.id } };
  const mayChange = session.may('update:organizations');
  const { value, set } = draft;
  const { text, trimmed } = fieldsOf(draft);
  const body = bodyOf(draft.patch, value);
  const problem =
    nameProblem(value.name) ??
    (value.name === '' ? 'An organization needs a short name.' : null) ??
    lookProblem(value, colors != null);
  return (
    <Stack gap="lg">
      <Saved
        at={['organizations', 'one', organization.id]}
        stale={['organizations', 'list']}
        draft={draft}
        send={(body) => ask(Organization, api.PATCH('/organizations/{id}', { params, body: body as never }))}
        mayChange={mayChange}
        request={{ method: 'PATCH', path: `/organizations/${organization.id}` }}
        body={body}
        // Neither can be unset at the API.
        isFinal={
          ('branding' in body && !organization.branding) ||
          ('display_name' in body && !organization.display_name)
        }
        problem={problem}
      >
        <Groups>
          <Group
            title="What it is"
            says="Applications name it by its id or its short name. A new short name breaks links that hold the old one."
          >
            <TextInput label="Display name" {...text('display_name')} disabled={!mayChange} />
            <TextInput
              label="Short name"
              {...text('name')}
              error={nameProblem(value.name)}
              disabled={!mayChange}
            />
          </Group>
          <Group
            title="Look"
            says="Of the pages on which its members log in. Empty: that of the tenant, as set under Branding."
          >
            <TextInput
              label="Logo"
              placeholder="https://acme.example/logo.svg"
              {...trimmed('logo_url')}
              error={
                value.logo_url === '' || /^https:\/\/[^/]/.test(value.logo_url)
                  ? null
                  : 'The address has to begin with https://.'
              }
              disabled={!mayChange}
            />
            <ColorInput
              label="Colour of buttons"
              placeholder="#0B5C6B"
              value={value.primary}
              onChange={(color) => set('primary', color)}
              error={colorProblem(value.primary)}
              disabled={!mayChange}
              withEyeDropper={false}
              maw={280}
            />
            <ColorInput
              label="Background"
              placeholder="#FAF8F5"
              value={value.page_background}
              onChange={(color) => set('page_background', color)}
              error={colorProblem(value.page_background)}
              disabled={!mayChange}
              withEyeDropper={false}
              maw={280}
            />
          </Group>
        </Groups>
      </Saved>
      <Remove
        noun="organization"
        name={organization.display_name ?? organization.name}
        typed={organization.name}
        says="Nobody can log in to it any more; memberships, its roles for them and open invitations are gone for good. The people stay."
        scope="delete:organizations"
        act={() => tell(api.DELETE('/organizations/{id}', { params }))}
        one={['organizations', 'one', organization.id]}
        list={['organizations', 'list']}
        to="/organizations"
      />
    </Stack>
  );
}
