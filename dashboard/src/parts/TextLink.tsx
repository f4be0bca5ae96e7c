import { Anchor } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

/** A link within the dashboard, in a text. */
export const TextLink = createLink(Anchor<'a'>);
