using System.Runtime.InteropServices;

namespace Regenerator.CrashHost;

internal static partial class Signals
{
    private const int Sigkill = 9;

    public static void Kill() => _ = Send(Environment.ProcessId, Sigkill);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);
}
