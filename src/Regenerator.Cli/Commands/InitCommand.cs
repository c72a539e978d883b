using System.CommandLine;
using Regenerator.Cli.Output;

namespace Regenerator.Cli.Commands;

/// <summary><c>init</c>: writes a first workspace that runs as it is.</summary>
internal static class InitCommand
{
    private const string Prefix = "init/";

    public static Command Make()
    {
        var folder = new Argument<string>("folder") { Description = "A new or empty folder" };
        var command = new Command("init", "Write a first workspace") { folder };
        command.SetAction(parsed =>
        {
            var target = parsed.GetValue(folder)!;
            if (File.Exists(target)) throw new CommandException($"{target}: is a file; init writes into a new or empty folder");
            if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Order(StringComparer.Ordinal).FirstOrDefault() is { } first)
                throw new CommandException($"{target}: is not empty, it has {Path.GetFileName(first)}; init writes into a new or empty folder");
            foreach (var name in typeof(InitCommand).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                Write(target, name[Prefix.Length..]);
                Terminal.Note($"  {Terminal.Plain(Path.Combine(target, name[Prefix.Length..]))}");
            }

            Terminal.Answer($"wrote a first workspace. Next:\n  {Terminal.Plain(Terminal.Command)} check {Terminal.Plain(target)}\n  {Terminal.Plain(Terminal.Command)} serve {Terminal.Plain(target)}");
        });
        return command;
    }

    private static void Write(string target, string name)
    {
        var path = Path.Combine(target, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var from = typeof(InitCommand).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var to = File.Create(path);
        from.CopyTo(to);
    }
}
