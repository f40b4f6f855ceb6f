/** The root file system of an image, and as whom and where its program runs in it. */
export interface RootFilesystem {
  /** Absolute path of its folder on this machine. */
  readonly path: string;
  /** `uid:gid`, as numbers. */
  readonly user: string;
  readonly workingDir: string;
}

/** A program with its arguments. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Puts the root and the volumes in their place, in a mount namespace that ends with the process, and becomes the program: it has
 * the pid of this shell. All that it sees is read-only, it has no capability left and can gain none. Programs of this machine
 * have their whole path, as the variables are those of the container.
 */
const ENTER = `
root=$1 uid=$2 gid=$3 folder=$4; shift 4
/bin/mount --bind "$root" "$root"
while [ "$1" != -- ]; do
  /bin/mkdir -p "$root$2"
  /bin/mount --bind "$1" "$root$2" && /bin/mount -o remount,bind,ro "$root$2"
  shift 2
done
shift
/bin/mkdir -p "$root/proc"
/bin/mount --rbind /proc "$root/proc"
/bin/mount -o remount,bind,ro "$root"
exec /usr/bin/setpriv --clear-groups --no-new-privs \\
  /usr/bin/unshare --root="$root" --wd="$folder" --setgid="$gid" --setuid="$uid" -- "$@"
`;

/**
 * The command line that runs a program inside a root file system, which needs root.
 *
 * @param mounts where on this machine each path inside is
 */
export function enterRoot(
  { path, user, workingDir }: RootFilesystem,
  mounts: Readonly<Record<string, string>>,
  command: CommandLine,
): CommandLine {
  const [uid = '', gid = uid] = user.split(':');
  const pairs = Object.entries(mounts).flatMap(([inside, outside]) => [outside, inside]);
  const shell = ['/bin/sh', '-ec', ENTER, 'sh', path, uid, gid, workingDir, ...pairs, '--'];
  const args = ['--mount', '--propagation', 'private', '--', ...shell, command.program, ...command.args];
  return { program: '/usr/bin/unshare', args };
}
