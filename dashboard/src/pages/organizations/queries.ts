import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api, ask } from '~/api/client';
import { allPages } from '~/api/pages';

export const SIZE = 25;

export const Organization = z.looseObject({
  id: z.string(),
  name: z.string(),
  display_name: z.string().optional(),
  branding: z
    .looseObject({
      logo_url: z.string().nullish(),
      colors: z
        .looseObject({ primary: z.string().optional(), page_background: z.string().optional() })
        .nullish(),
    })
    .nullish(),
});
export type Organization = z.infer<typeof Organization>;

const page = { start: z.number(), limit: z.number(), total: z.number() };
const OrganizationPage = z.object({ ...page, organizations: z.array(Organization) });

export const listOrganizations = (at: number) =>
  queryOptions({
    queryKey: ['organizations', 'list', at],
    queryFn: () => {
      const query = { page: at, per_page: SIZE, include_totals: true };
      return ask(OrganizationPage, api.GET('/organizations', { params: { query } }));
    },
  });

/** All of them, for choosing among them. */
export const allOrganizations = queryOptions({
  queryKey: ['organizations', 'list', 'all'],
  queryFn: async () => {
    const { rows } = await allPages(async (query) => {
      const answer = await ask(OrganizationPage, api.GET('/organizations', { params: { query } }));
      return { rows: answer.organizations, total: answer.total };
    });
    return rows;
  },
});

export const readOrganization = (id: string) =>
  queryOptions({
    queryKey: ['organizations', 'one', id],
    queryFn: () => ask(Organization, api.GET('/organizations/{id}', { params: { path: { id } } })),
  });

const Member = z.looseObject({
  user_id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
});
const MemberPage = z.object({ ...page, members: z.array(Member) });

export const membersOf = (id: string, at: number) =>
  queryOptions({
    queryKey: ['organizations', 'members', id, at],
    queryFn: () => {
      const params = { path: { id }, query: { page: at, per_page: SIZE, include_totals: true } };
      return ask(MemberPage, api.GET('/organizations/{id}/members', { params }));
    },
  });

const Invitation = z.looseObject({
  id: z.string(),
  client_id: z.string(),
  created_at: z.string().optional(),
  expires_at: z.string().optional(),
  invitation_url: z.string().optional(),
  inviter: z.looseObject({ name: z.string().optional() }).optional(),
  invitee: z.looseObject({ email: z.string().optional() }).optional(),
});
// Unlike other lists, it is told without its total.
const InvitationPage = z.object({ invitations: z.array(Invitation) });

export const invitationsOf = (id: string) =>
  queryOptions({
    queryKey: ['organizations', 'invitations', id],
    queryFn: async () => {
      const params = { path: { id }, query: { per_page: 100, include_totals: true } };
      return (await ask(InvitationPage, api.GET('/organizations/{id}/invitations', { params }))).invitations;
    },
  });

const Enabled = z.looseObject({
  connection_id: z.string(),
  assign_membership_on_login: z.boolean().catch(false),
  connection: z.looseObject({ name: z.string().optional(), strategy: z.string().optional() }).optional(),
});
const EnabledPage = z.object({ ...page, enabled_connections: z.array(Enabled) });

export const connectionsOf = (id: string) =>
  queryOptions({
    queryKey: ['organizations', 'connections', id],
    queryFn: async () => {
      const params = { path: { id }, query: { per_page: 50, include_totals: true } };
      return (await ask(EnabledPage, api.GET('/organizations/{id}/enabled_connections', { params })))
        .enabled_connections;
    },
  });

/** What is wrong with an organization's name; null where nothing is. */
export function nameProblem(name: string): string | null {
  if (name === '') return null;
  if (name.length > 50) return 'A name has at most 50 characters.';
  return /^[a-z0-9][a-z0-9_-]*$/.test(name)
    ? null
    : 'A name has lower-case letters, digits, - and _, and begins with a letter or a digit.';
}
