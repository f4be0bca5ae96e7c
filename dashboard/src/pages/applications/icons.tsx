import {
  type Icon,
  IconApps,
  IconBrowser,
  IconDeviceMobile,
  IconRobot,
  IconServer2,
} from '@tabler/icons-react';
import { isAppType } from './model';

const ICONS: Record<string, Icon> = {
  native: IconDeviceMobile,
  spa: IconBrowser,
  regular_web: IconServer2,
  non_interactive: IconRobot,
};

export function TypeIcon({ type, size = 18 }: { type: string | undefined; size?: number }) {
  const Shown = isAppType(type) ? (ICONS[type] ?? IconApps) : IconApps;
  return <Shown size={size} stroke={1.5} style={{ flex: 'none' }} aria-hidden />;
}
