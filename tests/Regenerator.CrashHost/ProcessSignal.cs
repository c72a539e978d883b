using System.Runtime.InteropServices;

namespace Regenerator.CrashHost;

/// <summary>What a process may send to itself.</summary>
public static partial class ProcessSignal
{
    public const int Kill = 9;
    public const int Terminate = 15;

    internal static void Send(int signal) => _ = Send(Environment.ProcessId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);
}
