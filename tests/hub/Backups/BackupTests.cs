using CheckIn.Hub.Audit;
using CheckIn.Hub.Backups;
using CheckIn.Hub.Events;
using CheckIn.Hub.Events.Verify;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Backups;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_is_put_back_whole_and_says_what_it_made_void()
    {
        await using var hub = await BackedUpHub.StartAsync();
        var (manifest, _) = hub.Maker.Make(hub.File, default);
        Assert.Equal("hub.db", manifest.Files[^1].Path);
        Assert.DoesNotContain(manifest.Files, file => file.Path.Contains("-wal", StringComparison.Ordinal));
        var (_, report, voided) = hub.Restore();
        Assert.Equal((20, 1, 300, 0), (report.AuditRows, report.Seals, report.Events, report.Faults.Count));
        Assert.Equal(1, voided.Claims);
        Assert.Equal(
            Directory.GetFiles(hub.Data, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(hub.Data, path))
                .Where(name => !name.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal)
                    && name != "backup.lock").Order(StringComparer.Ordinal),
            Directory.GetFiles(hub.Target, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(hub.Target, path))
                .Order(StringComparer.Ordinal));
        foreach (var file in Directory.GetFileSystemEntries(hub.Target, "*", SearchOption.AllDirectories))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(Directory.Exists(file) ? PrivateFile.DirectoryMode : PrivateFile.Mode, System.IO.File.GetUnixFileMode(file));
        }
        Assert.Equal([], Directory.GetFileSystemEntries(hub.Elsewhere, "*.partial"));
        Assert.False(Directory.Exists(hub.Places.Scratch));
    }

    [Fact]
    public async Task A_copy_taken_while_gates_deliver_passes_every_chain_and_the_rest_comes_back_from_the_gates()
    {
        await using var hub = await BackedUpHub.StartAsync();
        var journal = new TestJournal("epoch-2", 4000);
        using var ended = new CancellationTokenSource();
        var sent = 0;
        var sending = Task.Run(async () =>
        {
            while (sent < journal.Length && !ended.IsCancellationRequested)
            {
                await hub.Hub.SendAsync("cong-2", journal.Batch(sent + 1, sent + 20));
                sent += 20;
                await hub.Hub.Store.WriteAsync(
                    db => AuditLog.Add(db, hub.Hub.Time.GetUtcNow(), new AuditEntry(Actor.Hub, "x", null)), default);
            }
        });
        while (sent < 400)
            await Task.Yield();
        var (manifest, _) = hub.Maker.Make(hub.File, default);
        await ended.CancelAsync();
        await sending;
        var (_, report, _) = hub.Restore();
        Assert.Empty(report.Faults);
        Assert.Equal(manifest.Audit!.Rows, report.AuditRows);
        Assert.InRange(report.Events, 300 + 380, 300 + 4000);
        await ResendAsync(Path.Combine(hub.Target, "hub.db"), journal);
    }

    /// <summary>The restored hub states where it stands, and its gate sends the rest once more.</summary>
    private static async Task ResendAsync(string path, TestJournal journal)
    {
        using var counters = new EventCounters();
        await using (var store = new EventStore(
            Options.Create(new EventsOptions { Path = path }), TimeProvider.System, counters, NullLogger<EventStore>.Instance))
        {
            var position = await store.PositionAsync("cong-2", journal.Epoch, default);
            Assert.InRange(position.Through, 380, journal.Length);
            for (var next = (int)position.Through + 1; next <= journal.Length; next += 500)
            {
                await store.StoreAsync(
                    "cong-2", CheckIn.Contract.EventBatch.Read(journal.Batch(next, Math.Min(next + 499, journal.Length))), default);
            }
        }
        using var record = new HubRecord(path);
        var report = VerifyReport.Of(record, []);
        Assert.True(report.Whole);
        Assert.Equal(300 + journal.Length, report.Journals.Sum(one => one.Stored));
    }

    [Fact]
    public async Task A_hub_without_a_key_for_backups_makes_none_and_says_how()
    {
        await using var hub = await BackedUpHub.StartAsync();
        File.Delete(BackupKey.PublicPath(hub.Places.KeyPlaces));
        var refusal = Assert.Throws<BackupException>(() => hub.Maker.Make(hub.File, default));
        Assert.Contains("checkin-hub backup key FILE", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(hub.File));
    }

    [Fact]
    public async Task Without_room_nothing_is_begun()
    {
        await using var hub = await BackedUpHub.StartAsync();
        var maker = new BackupMaker(hub.Places, hub.Hub.Time) { FreeAt = _ => 1_000_000 };
        Assert.Contains("MB are needed", Assert.Throws<BackupException>(() => maker.Make(hub.File, default)).Message, StringComparison.Ordinal);
        hub.Maker.Make(hub.File, default);
        var restoring = new Restoring(hub.Hub.Time) { FreeAt = _ => 1_000_000 };
        Assert.Throws<BackupException>(() => restoring.Run(
            hub.File, hub.Key, hub.Target, false, CheckIn.Settings.Language.English, default));
        Assert.False(Directory.Exists(hub.Target));
    }

    [Fact]
    public async Task One_backup_at_a_time_and_what_was_left_of_one_is_removed_by_the_next()
    {
        await using var hub = await BackedUpHub.StartAsync();
        using (hub.Maker.TakeTurn())
        {
            Assert.Contains("under way", Assert.Throws<BackupException>(
                () => hub.Maker.Make(hub.File, default)).Message, StringComparison.Ordinal);
        }
        await File.WriteAllTextAsync(hub.File + ".partial", "half");
        Directory.CreateDirectory(hub.Places.Scratch);
        await File.WriteAllTextAsync(Path.Combine(hub.Places.Scratch, "copy.db"), "half");
        hub.Maker.Make(hub.File, default);
        Assert.False(File.Exists(hub.File + ".partial") || Directory.Exists(hub.Places.Scratch));
        Assert.Throws<BackupException>(() => hub.Maker.Make(hub.File, default));
    }

    [Fact]
    public async Task It_is_only_put_into_an_empty_folder()
    {
        await using var hub = await BackedUpHub.StartAsync();
        hub.Maker.Make(hub.File, default);
        Directory.CreateDirectory(hub.Target);
        await File.WriteAllTextAsync(Path.Combine(hub.Target, "mine"), "mine");
        Assert.Throws<BackupException>(() => hub.Restore());
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(hub.Target, "mine")));
        File.Delete(Path.Combine(hub.Target, "mine"));
        Assert.Empty(hub.Restore().Report.Faults);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(3, true)]
    public async Task What_a_restore_has_left_is_removed_by_the_next_wherever_it_ended(int files, bool marked)
    {
        await using var hub = await BackedUpHub.StartAsync();
        hub.Maker.Make(hub.File, default);
        await LeaveAsync(hub, files, marked);
        Assert.Empty(hub.Restore().Report.Faults);
        Assert.False(Directory.Exists(hub.Target + ".partial"));
    }

    [Fact]
    public async Task What_is_not_a_restore_s_own_is_not_removed_for_its_name()
    {
        await using var hub = await BackedUpHub.StartAsync();
        hub.Maker.Make(hub.File, default);
        await LeaveAsync(hub, 1, marked: false);
        Assert.Throws<BackupException>(() => hub.Restore());
        Assert.True(File.Exists(Path.Combine(hub.Target + ".partial", "0", "file")));
    }

    private static async Task LeaveAsync(BackedUpHub hub, int files, bool marked)
    {
        var partial = Directory.CreateDirectory(hub.Target + ".partial");
        for (var n = 0; n < files; n++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(partial.CreateSubdirectory($"{n}").FullName, "file"), "half");
        }
        if (marked)
            await File.WriteAllTextAsync(Path.Combine(partial.FullName, Restoring.Mark), "");
    }

    [Fact]
    public async Task A_copy_of_a_hub_whose_audit_was_tampered_with_is_not_put_in_place_unasked()
    {
        await using var hub = await BackedUpHub.StartAsync();
        Audit.AuditFile.Tamper(hub.Hub.Database, "UPDATE audit SET actor = 'person:x' WHERE id = 7");
        hub.Maker.Make(hub.File, default);
        Assert.Contains("row 7", Assert.Throws<BackupException>(() => hub.Restore()).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(hub.Target) || Directory.Exists(hub.Target + ".partial"));
        var (_, report, _) = hub.Restoring.Run(hub.File, hub.Key, hub.Target, true, CheckIn.Settings.Language.English, default);
        Assert.Single(report.Faults);
        Assert.True(File.Exists(Path.Combine(hub.Target, "hub.db")));
    }

    [Fact]
    public async Task Wherever_a_bit_of_it_flips_or_its_end_is_cut_it_is_not_put_back()
    {
        await using var hub = await BackedUpHub.StartAsync();
        hub.Maker.Make(hub.File, default);
        var whole = await File.ReadAllBytesAsync(hub.File);
        var (random, damaged) = (new Random(7), hub.File + "x");
        var places = Enumerable.Range(0, 12).Select(_ => random.Next(whole.Length)).Concat([0, 17, 21, 40, 250, whole.Length - 1]);
        foreach (var at in places)
        {
            whole[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(damaged, whole);
            Assert.Throws<BackupException>(() => hub.Restore(damaged));
            whole = await File.ReadAllBytesAsync(hub.File);
        }
        foreach (var length in new[] { 0, 10, 100, 300, 1_048_576, whole.Length / 2, whole.Length - 1 })
        {
            await File.WriteAllBytesAsync(damaged, whole[..length]);
            Assert.Throws<BackupException>(() => hub.Restore(damaged));
        }
        Assert.False(Directory.Exists(hub.Target) || Directory.Exists(hub.Target + ".partial"));
    }

    [Fact]
    public async Task Another_key_or_another_passphrase_opens_nothing()
    {
        await using var hub = await BackedUpHub.StartAsync();
        hub.Maker.Make(hub.File, default);
        Assert.Contains("passphrase", Assert.Throws<BackupException>(
            () => BackupKey.OpenPrivate(hub.Private, "mot mat khau khac")).Message, StringComparison.Ordinal);
        var (other, unused) = (Path.Combine(hub.Elsewhere, "other.key"), Path.Combine(hub.Elsewhere, "other.pub"));
        BackupKey.Make(other, unused, BackedUpHub.Passphrase);
        using var key = BackupKey.OpenPrivate(other, BackedUpHub.Passphrase);
        Assert.Contains("opens with the private key", Assert.Throws<BackupException>(
            () => hub.Restoring.Run(hub.File, key, hub.Target, false, CheckIn.Settings.Language.English, default)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_make_list_verify_and_put_back()
    {
        await using var hub = await BackedUpHub.StartAsync();
        File.Delete(BackupKey.PublicPath(hub.Places.KeyPlaces));
        var key = Path.Combine(hub.Elsewhere, "mine.key");
        Assert.Equal(1, (await hub.RunAsync("backup", "key", Path.Combine(hub.Data, "mine.key"))).Exit);
        Assert.Equal(0, (await hub.RunAsync("backup", "key", key)).Exit);
        Assert.Contains("--replace", (await hub.RunAsync("backup", "key", key + "2")).Text, StringComparison.Ordinal);
        Assert.StartsWith("✓ " + hub.File, (await hub.RunAsync("backup", hub.File)).Text, StringComparison.Ordinal);
        Assert.Contains("one.backup", (await hub.RunAsync("backup", "list", hub.Elsewhere)).Text, StringComparison.Ordinal);
        var (exit, text) = await hub.RunAsync("backup", "verify", hub.File, "--key", key);
        Assert.True(exit == 0 && text.StartsWith("✓ whole:", StringComparison.Ordinal), text);
        (exit, text) = await hub.RunAsync("restore", hub.File, "--key", key, "--to", hub.Target);
        Assert.True(exit == 0, text);
        Assert.Contains("Comes back by itself", text, StringComparison.Ordinal);
        Assert.Contains("1 enrolment codes", text, StringComparison.Ordinal);
        Assert.Equal(1, (await hub.RunAsync("restore", hub.File, "--key", key, "--to", hub.Target)).Exit);
    }

    [Fact]
    public async Task Only_so_many_are_kept_and_none_that_others_made()
    {
        await using var hub = await BackedUpHub.StartAsync(events: 1);
        hub.Maker.Make(Path.Combine(hub.Elsewhere, "by-hand.backup"), default);
        for (var day = 0; day < 4; day++)
        {
            hub.Maker.Make(Path.Combine(hub.Elsewhere, BackupFolder.NameOf(hub.Hub.Time.GetUtcNow())), default);
            hub.Hub.Time.Pass(TimeSpan.FromDays(1));
        }
        BackupFolder.Prune(hub.Elsewhere, keep: 2);
        var left = BackupFolder.List(hub.Elsewhere).Select(one => Path.GetFileName(one.Path)).ToArray();
        Assert.Equal(
            ["by-hand.backup", "checkin-hub-20261123T010000Z.backup", "checkin-hub-20261124T010000Z.backup"], left);
    }
}
