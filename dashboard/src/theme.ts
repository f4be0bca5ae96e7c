// Ostia's look on Mantine's parts: calm stone, one deep sea colour, lines rather than shadows.
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const sea: MantineColorsTuple = [
  '#E8F4F6',
  '#CFE7EB',
  '#A3D2DA',
  '#5CC3D4',
  '#3FA5B6',
  '#24899B',
  '#147284',
  '#0B5C6B',
  '#094C58',
  '#073C46',
];
const bad: MantineColorsTuple = [
  '#FDECEA',
  '#F9D3CF',
  '#F3A9A1',
  '#FF8A7A',
  '#E35F52',
  '#D04538',
  '#C0342A',
  '#B42318',
  '#931C14',
  '#751610',
];
const clay: MantineColorsTuple = [
  '#FBEFE9',
  '#F5DACD',
  '#F0A37E',
  '#E08A60',
  '#CF7146',
  '#BD5B31',
  '#B05027',
  '#A4461F',
  '#863A1A',
  '#6B2E15',
];

// Mantine's greys are blue; ours are stone.
const gray: MantineColorsTuple = [
  '#FAF8F5',
  '#F2EEE8',
  '#E4DED5',
  '#D3CBC0',
  '#8C857C',
  '#79726A',
  '#5F5A54',
  '#4A4641',
  '#33302C',
  '#1C1B1A',
];
const dark: MantineColorsTuple = [
  '#F3F0EB',
  '#D5CFC7',
  '#B3ACA3',
  '#958D84',
  '#7A736B',
  '#38342F',
  '#2A2724',
  '#1E1C1A',
  '#191715',
  '#141312',
];

export const theme = createTheme({
  colors: { sea, bad, clay, gray, dark },
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 3 },
  // The one primary action: what stands on it is white in the light, and nearly black in the dark.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const isPrimary = input.variant === 'filled' && (input.color === undefined || input.color === 'sea');
    return isPrimary ? { ...colors, color: 'var(--o-on-sea)' } : colors;
  },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '13px', sm: '15px', md: '15px', lg: '18px', xl: '24px' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '24px', lineHeight: '1.3' },
      h2: { fontSize: '18px', lineHeight: '1.4' },
      h3: { fontSize: '15px', lineHeight: '1.5' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '8px', xl: '8px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  // By name and not by component, so that a page loads only those that it shows.
  components: {
    Alert: { defaultProps: { variant: 'default' } },
    Anchor: { defaultProps: { underline: 'always' } },
    Badge: {
      defaultProps: { variant: 'default', radius: 'xs', tt: 'none', fw: 500, size: 'md' },
    },
    Button: { defaultProps: { size: 'sm' } },
    Card: { defaultProps: { withBorder: true, shadow: undefined, padding: 'lg' } },
    Checkbox: { defaultProps: { size: 'sm' } },
    Loader: { defaultProps: { type: 'dots' } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 120 },
        // Menus belong to the landmark that they open in, and hold items only.
        withinPortal: false,
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        // Its head is no banner: that is the page's.
        attributes: { header: { role: 'none' } },
        transitionProps: { duration: 140 },
        overlayProps: { backgroundOpacity: 0.4 },
      },
    },
    NumberInput: { defaultProps: { size: 'sm', hideControls: true } },
    Paper: { defaultProps: { withBorder: true } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    SegmentedControl: { defaultProps: { size: 'sm' } },
    Select: {
      defaultProps: { size: 'sm', allowDeselect: false, comboboxProps: { shadow: 'md' } },
    },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } },
    Tabs: { defaultProps: { keepMounted: false } },
    Textarea: { defaultProps: { size: 'sm', autosize: true } },
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 300 } },
  },
});

const LIGHT = {
  ground: '#FAF8F5',
  surface: '#FFFFFF',
  raised: '#F2EEE8',
  ink: '#1C1B1A',
  muted: '#5F5A54',
  line: '#8C857C',
  hair: '#E4DED5',
  sea: '#0B5C6B',
  clay: '#A4461F',
  good: '#1A7F4B',
  warn: '#8A5A00',
  bad: '#B42318',
  'on-sea': '#FFFFFF',
};
const DARK = {
  ground: '#141312',
  surface: '#1E1C1A',
  raised: '#2A2724',
  ink: '#F3F0EB',
  muted: '#B3ACA3',
  line: '#7A736B',
  hair: '#38342F',
  sea: '#5CC3D4',
  clay: '#F0A37E',
  good: '#6FCF97',
  warn: '#F2C14E',
  bad: '#FF8A7A',
  'on-sea': '#0A2A30',
};

function variables(tokens: typeof LIGHT): Record<string, string> {
  const own = Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--o-${name}`, value]));
  return {
    ...own,
    '--mantine-color-body': tokens.surface,
    '--mantine-color-text': tokens.ink,
    '--mantine-color-dimmed': tokens.muted,
    '--mantine-color-placeholder': tokens.muted,
    '--mantine-color-anchor': tokens.sea,
    '--mantine-color-error': tokens.bad,
    // In the dark Mantine's own is nearly white.
    '--mantine-color-bad-outline': tokens.bad,
    '--mantine-color-bad-outline-hover': tokens.raised,
    '--mantine-primary-color-contrast': tokens['on-sea'],
    '--mantine-color-default': tokens.surface,
    '--mantine-color-default-hover': tokens.raised,
    '--mantine-color-default-color': tokens.ink,
    '--mantine-color-default-border': tokens.line,
    '--mantine-color-disabled': tokens.raised,
    '--mantine-color-disabled-color': tokens.muted,
    '--mantine-color-disabled-border': tokens.hair,
  };
}

export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(LIGHT),
  dark: variables(DARK),
});
