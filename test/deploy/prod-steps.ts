/** The stage that is meant: what is kept of it when it is taken down, and how that is deleted. */
import { countOf, nothingLeft } from './left.ts';
import { responseLine } from './platform.ts';
import { holds, same, type Step } from './step.ts';
import type { World } from './world.ts';

export function prodSteps(world: World): Step[] {
  const { account, prod, platform } = world;
  return [
    {
      name: 'prod: deploy, and tick',
      take: async () => {
        platform.shows('3', responseLine - 2);
        await world.deploy(prod, world.watching(['3'], []));
        await prod.tick();
        same('status', (await prod.status()).petitions, ['uk-parliament/3 9998 response:open debate:open']);
        return countOf(await account.named(prod.prefix));
      },
    },
    {
      name: 'prod: destroy keeps the record',
      take: async () => {
        const said = await prod.destroy();
        same('stack', await account.stack(prod.name), undefined);
        const left = await account.named(prod.prefix);
        same('left', countOf(left), '1 table');
        const table = left[0]?.split(' ')[1] ?? '';
        holds(
          `destroy does not say how to delete ${table}:\n${said}`,
          said.includes(`delete-table --table-name ${table}`),
        );
        return `${left.join(', ')}; destroy says so, and how to delete it`;
      },
    },
    {
      name: 'prod: delete the record',
      take: async () => {
        for (const one of await account.named(prod.prefix)) await account.deleteTable(one.split(' ')[1] ?? '');
        await nothingLeft(world, prod.prefix);
        return 'nothing of its name';
      },
    },
  ];
}
