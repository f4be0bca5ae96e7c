interface Factor {
  label: string;
  says: string;
  /** Whether logging in heeds it, or it is only stored. */
  works: boolean;
}

export const FACTORS: Record<string, Factor> = {
  otp: {
    label: 'Authenticator app',
    says: 'A code of six digits that an app on the telephone shows. It needs nobody to send anything.',
    works: true,
  },
  'webauthn-roaming': {
    label: 'Security key',
    says: 'A key for USB, NFC or Bluetooth. What can’t be phished.',
    works: true,
  },
  'webauthn-platform': {
    label: 'This device',
    says: 'Face, finger or PIN of the device that somebody uses.',
    works: true,
  },
  email: {
    label: 'E-mail',
    says: 'A code by mail. Whoever has the mailbox has it too, so it is weaker than the others.',
    works: true,
  },
  sms: {
    label: 'Text message',
    says: 'A code by SMS. Needs a provider for telephones, and can be diverted with the number.',
    works: true,
  },
  'push-notification': {
    label: 'Push notification',
    says: 'A tap in an app of yours.',
    works: false,
  },
  duo: { label: 'Duo', says: 'By Cisco Duo.', works: false },
  'recovery-code': {
    label: 'Recovery code',
    says: 'A code to keep for emergencies, given out with the first factor. Never the only one.',
    works: true,
  },
};
