using CheckIn.Fixtures;
using CheckIn.Hub.Backups;

namespace CheckIn.Hub.Tests.Backups;

/// <summary>Real processes, ended by SIGKILL in the midst of it.</summary>
public sealed class BackupKillTests
{
    [Fact]
    public async Task Killed_at_any_moment_a_backup_has_its_name_only_when_it_is_whole()
    {
        await using var hub = await BackedUpHub.StartAsync();
        await LargerAsync(hub);
        for (var run = 0; run < 4 && !File.Exists(hub.File); run++)
            await KillAsync(hub, run, hub.File + ".partial", "backup", hub.File);
        if (!File.Exists(hub.File))
            hub.Maker.Make(hub.File, default);
        Assert.Empty(hub.Restore().Report.Faults);
        Assert.False(File.Exists(hub.File + ".partial") || Directory.Exists(hub.Places.Scratch));
    }

    [Fact]
    public async Task Killed_at_any_moment_a_restore_leaves_its_folder_whole_or_not_there()
    {
        await using var hub = await BackedUpHub.StartAsync();
        await LargerAsync(hub);
        hub.Maker.Make(hub.File, default);
        var words = Path.Combine(hub.Elsewhere, "words");
        await File.WriteAllTextAsync(words, BackedUpHub.Passphrase);
        for (var run = 0; run < 4 && !Directory.Exists(hub.Target); run++)
        {
            await KillAsync(hub, run, hub.Target + ".partial", "restore", hub.File, "--key", hub.Private,
                "--passphrase-file", words, "--to", hub.Target);
        }
        if (Directory.Exists(hub.Target))
            Directory.Delete(hub.Target, recursive: true);
        Assert.Empty(hub.Restore().Report.Faults);
        Assert.False(Directory.Exists(hub.Target + ".partial"));
    }

    /// <summary>Something that takes a while: random, so that it is not packed away.</summary>
    private static Task LargerAsync(BackedUpHub hub) => hub.Hub.Store.WriteAsync(
        db => db.Execute("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
            INSERT INTO set_aside(gate, received_at, reason, payload) SELECT 'x', 1, 'x', randomblob(1000000) FROM n
            """), default);

    /// <summary>Waits until it has begun, then some milliseconds more each time, and kills.</summary>
    private static async Task KillAsync(BackedUpHub hub, int run, string begun, params string[] line)
    {
        await using var program = ProgramProcess.Start(
            Executables.Hub, new Dictionary<string, string>(), hub.Elsewhere, [.. line, "--Events:Path=" + hub.Hub.Database]);
        for (var i = 0; i < 3000 && !program.HasExited && !File.Exists(begun) && !Directory.Exists(begun); i++)
            await Task.Delay(10);
        await Task.Delay(run * 60);
        await program.KillAsync();
    }
}
