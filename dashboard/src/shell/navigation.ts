import {
  type Icon,
  IconApi,
  IconApps,
  IconBuilding,
  IconChartBar,
  IconFileText,
  IconHeartHandshake,
  IconKey,
  IconLock,
  IconMail,
  IconPalette,
  IconPlug,
  IconSettings,
  IconShieldCheck,
  IconTerminal2,
  IconUsers,
} from '@tabler/icons-react';

export interface Place {
  to: string;
  label: string;
  icon: Icon;
  /** Words that the command palette finds it by. */
  keywords: string;
}

export const PLACES: readonly (readonly Place[])[] = [
  [
    {
      to: '/applications',
      label: 'Applications',
      icon: IconApps,
      keywords: 'clients client_id secret callback',
    },
    {
      to: '/consents',
      label: 'Third parties',
      icon: IconHeartHandshake,
      keywords: 'consents grants agreed revoke third-party applications',
    },
    { to: '/apis', label: 'APIs', icon: IconApi, keywords: 'resource servers audience scopes' },
  ],
  [
    {
      to: '/users',
      label: 'Users',
      icon: IconUsers,
      keywords: 'people accounts import export block password',
    },
    { to: '/roles', label: 'Roles', icon: IconShieldCheck, keywords: 'permissions rbac administrators' },
    {
      to: '/organizations',
      label: 'Organizations',
      icon: IconBuilding,
      keywords: 'customers teams members invitations',
    },
  ],
  [
    {
      to: '/connections',
      label: 'Connections',
      icon: IconPlug,
      keywords: 'databases social enterprise identity providers',
    },
    {
      to: '/security',
      label: 'Security',
      icon: IconLock,
      keywords: 'attack protection brute force mfa second factors breached passwords blocked addresses',
    },
    {
      to: '/branding',
      label: 'Branding',
      icon: IconPalette,
      keywords: 'colours logo login page look theme template partials',
    },
    { to: '/emails', label: 'E-mail', icon: IconMail, keywords: 'smtp provider templates liquid messages' },
  ],
  [
    { to: '/logs', label: 'Logs', icon: IconFileText, keywords: 'audit refusals why search events' },
    {
      to: '/activity',
      label: 'Activity',
      icon: IconChartBar,
      keywords: 'statistics charts log-ins sign-ups',
    },
  ],
  [
    {
      to: '/settings',
      label: 'Tenant settings',
      icon: IconSettings,
      keywords: 'sessions languages support default audience flags par registration',
    },
    { to: '/keys', label: 'Keys', icon: IconKey, keywords: 'signing rotate revoke jwks certificates' },
  ],
];

/** A page of the server beside the dashboard. */
export const EXPLORER = { href: '/docs/api', label: 'API explorer', icon: IconTerminal2 };
