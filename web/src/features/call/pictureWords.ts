import { useI18n } from '../../i18n/useI18n.ts';
import type { LivePicture } from './usePictures.ts';

/** A picture's name and its state in words; the state is empty while all is well. */
export function usePictureWords() {
  const { t } = useI18n();
  function nameOf({ participant, track, mine }: LivePicture): string {
    const name = mine ? t('common.you') : (participant?.who.name ?? '');
    return track.producer.source === 'screen' ? t('call.screen', { name }) : name;
  }
  function stateOf({ participant, track, mine }: LivePicture): string {
    if (participant?.state.state === 'away') return t('pictures.away');
    if (track.producer.paused || (participant?.report.cameraPaused && track.producer.source === 'camera'))
      return t('call.cameraPaused');
    const { network } = participant?.report ?? {};
    return !mine && (network === 'weak' || network === 'bad') ? t(`call.network.${network}`) : '';
  }
  return { nameOf, stateOf };
}
