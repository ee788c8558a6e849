using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Storage;

namespace CheckIn.Gate.Tests.Journal;

/// <summary>Files really damaged, with a gate that starts on them or already runs.</summary>
public sealed class JournalSalvageTests : IDisposable
{
    private readonly DamagedJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Behind_a_zeroed_header_every_event_is_found_and_stays_what_it_was()
    {
        await _test.WriteAsync(300);
        DamagedJournal.Overwrite(_test.Path, 0, new byte[100]);
        await using var journal = _test.Open();
        Assert.Empty(_test.Lost(journal));
        AssertNewEpoch(journal, lost: 0);
        var aside = Assert.Single(_test.SetAside);
        Assert.EndsWith("journal.db.damaged-1-20261121T080000Z-header", aside, StringComparison.Ordinal);
        Assert.Equal(new byte[100], File.ReadAllBytes(aside)[..100]);
    }

    [Fact]
    public async Task A_page_found_damaged_while_the_gate_runs_costs_its_own_events_alone_and_the_gate_goes_on()
    {
        await _test.WriteAsync(300);
        _test.OverwritePage(_test.Pages / 2);
        await using var journal = _test.Open();
        var damaged = journal.Epoch;
        Assert.Equal(301, await journal.AppendAsync(TestJournal.Draft()));
        await ReadUntilSalvagedAsync(journal, damaged);
        var lost = _test.Lost(journal);
        Assert.InRange(lost.Count, 1, 20);
        AssertNewEpoch(journal, lost.Count);
        Assert.Equal(301, journal.Epochs[0].LastSeq);
        Assert.Equal(301 - lost.Count + 1, journal.Backlog);
        Assert.Equal(2, await journal.AppendAsync(TestJournal.Draft()));
    }

    [Fact]
    public async Task A_damaged_root_hides_no_event()
    {
        await _test.WriteAsync(300);
        // Page 1 is the schema; the root of the first table is page 2.
        _test.OverwritePage(2);
        await using var journal = _test.Open();
        Assert.Empty(_test.Lost(journal));
        AssertNewEpoch(journal, lost: 0);
    }

    [Fact]
    public async Task A_truncated_file_keeps_what_is_left_of_it()
    {
        await _test.WriteAsync(300);
        using (var file = File.OpenWrite(_test.Path))
            file.SetLength(file.Length / 2);
        await using var journal = _test.Open();
        var lost = _test.Lost(journal);
        Assert.InRange(lost.Count, 100, 250);
        Assert.Equal(300, lost[^1]);
        Assert.NotEqual(_test.Epoch, journal.Epoch);
    }

    [Fact]
    public async Task An_emptied_file_is_no_new_journal()
    {
        await _test.WriteAsync(3);
        File.WriteAllBytes(_test.Path, []);
        await using var journal = _test.Open();
        AssertNewEpoch(journal, lost: 0);
        Assert.Single(journal.Epochs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(32 + 24 + 200)]
    [InlineData(32 + (20 * (24 + 4096)) + 5)]
    [InlineData(32 + (21 * (24 + 4096)) + 24 + 3000)]
    public async Task A_log_damaged_before_its_end_hides_no_event_that_its_other_frames_have(int at)
    {
        await _test.WriteAndCrashAsync(before: 20, inLog: 60);
        DamagedJournal.Overwrite(_test.Log, at, [0xde, 0xad, 0xbe, 0xef, 0xde, 0xad, 0xbe, 0xef]);
        await using var journal = _test.Open();
        Assert.Empty(_test.Lost(journal));
        AssertNewEpoch(journal, lost: 0);
        Assert.True(File.Exists(Assert.Single(_test.SetAside) + "-wal"));
    }

    [Fact]
    public async Task A_log_torn_at_its_end_is_what_a_power_cut_leaves_and_no_damage()
    {
        await _test.WriteAndCrashAsync(before: 20, inLog: 60);
        using (var file = File.OpenWrite(_test.Log))
            file.SetLength(file.Length - 1000);
        await using var journal = _test.Open();
        Assert.Equal(_test.Epoch, journal.Epoch);
        Assert.Empty(_test.SetAside);
        Assert.InRange(journal.LastSeq, 78, 79);
    }

    [Fact]
    public async Task A_flipped_bit_in_an_event_costs_that_event()
    {
        await _test.WriteAsync(50);
        var bytes = await File.ReadAllBytesAsync(_test.Path);
        var at = bytes.AsSpan().IndexOf("{\"seq\":20,"u8) + 60;
        DamagedJournal.Overwrite(_test.Path, at, [(byte)(bytes[at] ^ 4)]);
        await using var journal = _test.Open();
        await ReadUntilSalvagedAsync(journal, _test.Epoch);
        Assert.Equal([20L], _test.Lost(journal));
        AssertNewEpoch(journal, lost: 1);
        Assert.EndsWith("-event", Assert.Single(_test.SetAside), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_event_that_does_not_match_its_link_is_damage_found_at_the_start()
    {
        await _test.WriteAsync(3);
        using (var writer = Database.OpenWriter(_test.Path))
            writer.Execute("UPDATE event SET fact = CAST(REPLACE(fact, 'admitted', 'refused!') AS BLOB) WHERE seq = 3");
        await using var journal = _test.Open();
        Assert.Equal([3L], _test.Lost(journal));
    }

    [Fact]
    public async Task An_event_missing_from_a_sound_tree_is_noticed()
    {
        await _test.WriteAsync(30);
        using (var writer = Database.OpenWriter(_test.Path))
            writer.Execute("DELETE FROM event WHERE seq = 12");
        await using var journal = _test.Open();
        await ReadUntilSalvagedAsync(journal, _test.Epoch);
        Assert.Equal([12L], _test.Lost(journal));
        AssertNewEpoch(journal, lost: 1);
    }

    [Fact]
    public async Task Events_that_overflow_their_page_are_found_as_well()
    {
        await _test.WriteAsync(20, $"{{\"x\":\"{new string('x', 30_000)}\"}}", $"\"{new string('y', 9000)}\"");
        DamagedJournal.Overwrite(_test.Path, 0, new byte[100]);
        await using var journal = _test.Open();
        Assert.Empty(_test.Lost(journal));
        var first = DamagedJournal.ReadKept(journal, journal.Epochs[0])[0];
        Assert.Equal(9002, first.Sealed.Length);
    }

    [Fact]
    public async Task All_epochs_keep_their_names_and_marks_also_where_the_page_with_them_is_lost()
    {
        IReadOnlyList<JournalEpoch> before;
        await using (var journal = _test.Open())
        {
            await _test.AppendAsync(journal, 30);
            await journal.SetDeliveredAsync(journal.Epoch, 10);
            await journal.OpenEpochAsync(EpochCauses.Conflict);
            await _test.AppendAsync(journal, 30);
            await journal.SetDeliveredAsync(journal.Epoch, 5);
            await journal.RefuseAsync(journal.Epoch, 9, RefusalReasons.Malformed);
            before = journal.Epochs;
        }
        DamagedJournal.Overwrite(_test.Path, 0, new byte[100]);
        long session;
        await using (var journal = _test.Open())
        {
            Assert.Equal(before, journal.Epochs.SkipLast(1));
            Assert.Equal(1, journal.Refused);
            Assert.Empty(_test.Lost(journal));
            session = await journal.NextSessionAsync();
            Assert.True(session > 1000);
        }
        var bytes = await File.ReadAllBytesAsync(_test.Path);
        var pages = Enumerable.Range(2, _test.Pages - 1).Where(page =>
            bytes.AsSpan((page - 1) * DamagedJournal.PageSize, DamagedJournal.PageSize) is var content
            && content.IndexOf(System.Text.Encoding.UTF8.GetBytes(_test.Epoch)) > 0 && content.IndexOf("{\"seq\":"u8) < 0).ToList();
        Assert.NotEmpty(pages);
        pages.ForEach(page => _test.OverwritePage(page));
        DamagedJournal.Overwrite(_test.Path, 0, new byte[100]);
        await using var again = _test.Open();
        Assert.Equal(before.Select(static epoch => epoch.Name), again.Epochs.Take(2).Select(static epoch => epoch.Name));
        Assert.Empty(_test.Lost(again));
        Assert.True(await again.NextSessionAsync() > session);
    }

    [Fact]
    public async Task Without_any_name_left_events_are_delivered_under_one_made_from_their_chain()
    {
        await _test.WriteAsync(30);
        var truth = _test.Known;
        File.Delete(_test.Path + ".epochs");
        var bytes = await File.ReadAllBytesAsync(_test.Path);
        for (var at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(_test.Epoch)); at >= 0;
            at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(_test.Epoch)))
        {
            bytes.AsSpan(at, 20).Fill((byte)'!');
        }
        await File.WriteAllBytesAsync(_test.Path, bytes);
        DamagedJournal.Overwrite(_test.Path, 0, new byte[100]);
        await using var journal = _test.Open();
        Assert.StartsWith("salvaged-", journal.Epochs[0].Name, StringComparison.Ordinal);
        Assert.Equal(truth, DamagedJournal.ReadKept(journal, journal.Epochs[0]).Count);
    }

    [Fact]
    public async Task What_retention_had_removed_does_not_come_back()
    {
        await using (var journal = _test.Open())
        {
            await _test.AppendAsync(journal, 300);
            await journal.SetDeliveredAsync(journal.Epoch, 250);
            await journal.SweepAsync(CancellationToken.None);
            _test.Time.Pass(TimeSpan.FromDays(21));
            await journal.SweepAsync(CancellationToken.None);
            Assert.Equal(251, journal.FirstRetained);
        }
        DamagedJournal.Overwrite(_test.Path, 0, new byte[100]);
        await using var salvaged = _test.Open();
        Assert.Equal(new JournalEpoch(_test.Epoch, 300, 250, 251), salvaged.Epochs[0]);
        Assert.NotNull(salvaged.LinkOf(_test.Epoch, 250));
    }

    [Fact]
    public async Task A_crash_in_mid_salvage_is_made_good_at_the_next_start()
    {
        await _test.WriteAsync(120);
        DamagedJournal.Overwrite(_test.Path, 0, new byte[100]);
        File.WriteAllText(_test.Path + ".salvaging", "half of a file");
        await (await OpenAndCheckAsync()).DisposeAsync();
        // Complete, but not yet in place.
        File.Move(_test.Path, _test.Path + ".salvaged.journal.db.damaged-1-x");
        File.WriteAllBytes(_test.Path, new byte[5000]);
        await (await OpenAndCheckAsync()).DisposeAsync();
        Assert.Equal(5000, new FileInfo(Path.Combine(_test.Folder, "journal.db.damaged-1-x")).Length);

        async Task<GateJournal> OpenAndCheckAsync()
        {
            var journal = _test.Open();
            Assert.Empty(_test.Lost(journal));
            Assert.Equal(2, journal.Epochs.Count);
            await journal.AppendAsync(TestJournal.Draft());
            return journal;
        }
    }

    [Fact]
    public async Task Only_the_newest_three_damaged_files_are_kept()
    {
        for (var i = 0; i < 5; i++)
        {
            await _test.WriteAsync(10);
            DamagedJournal.Overwrite(_test.Path, 0, new byte[100]);
            await using var journal = _test.Open();
            Assert.Empty(_test.Lost(journal));
            Assert.Equal(i + 2, journal.Epochs.Count);
        }
        Assert.Equal(["3", "4", "5"], _test.SetAside.Select(static file => file.Split("damaged-")[1][..1]));
    }

    [Fact]
    public async Task A_newer_programs_file_and_a_foreign_database_are_left_alone_with_clear_words()
    {
        await _test.WriteAsync(5);
        using (var writer = Database.OpenWriter(_test.Path))
            writer.Execute("UPDATE meta SET value=99 WHERE name='readable_by'; PRAGMA user_version=99; ALTER TABLE epoch RENAME TO something_else");
        Refused("newer");
        foreach (var file in Directory.GetFiles(_test.Folder))
            File.Delete(file);
        using (var writer = Database.OpenWriter(_test.Path))
            writer.Execute("CREATE TABLE photo (id INTEGER PRIMARY KEY); PRAGMA user_version=1");
        Refused("not a gate's journal");

        void Refused(string word)
        {
            var before = File.ReadAllBytes(_test.Path);
            Assert.Contains(word, Assert.Throws<JournalException>(_test.Open).Message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(_test.Path));
            Assert.Empty(_test.SetAside);
        }
    }

    /// <summary>
    /// Wherever a card fails: the gate starts and records, each event that it keeps is what it was, and no more is lost
    /// than lay where the damage is.
    /// </summary>
    [Fact]
    public async Task Whatever_is_overwritten_wherever_the_gate_goes_on_with_all_events_that_are_whole()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            using var test = new DamagedJournal();
            var dice = new Random(seed);
            await test.WriteAndCrashAsync(dice.Next(1, 120), dice.Next(1, 60));
            var hits = dice.Next(1, 4);
            for (var i = 0; i < hits; i++)
            {
                var file = dice.Next(3) == 0 ? test.Log : test.Path;
                var rubbish = new byte[dice.Next(1, 3 * DamagedJournal.PageSize)];
                if (dice.Next(2) == 0)
                    dice.NextBytes(rubbish);
                DamagedJournal.Overwrite(file, dice.NextInt64(new FileInfo(file).Length), rubbish);
            }
            await using var journal = test.Open();
            await journal.AppendAsync(TestJournal.Draft());
            var lost = await SettleAsync(test, journal);
            // Four pages a hit, each of ten events at most, and of a log what its last transaction was.
            Assert.True(lost.Count <= hits * 50, $"seed {seed}: {lost.Count} of {test.Known} lost by {hits} hits");
            Assert.True(await journal.AppendAsync(TestJournal.Draft()) > 1);
        }
    }

    /// <summary>Reads until nothing more turns out to be damaged.</summary>
    private static async Task<List<long>> SettleAsync(DamagedJournal test, GateJournal journal)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                return test.Lost(journal);
            }
            catch (JournalException)
            {
                await Task.Delay(5, patience.Token);
            }
        }
    }

    private static void AssertNewEpoch(GateJournal journal, long lost)
    {
        var rows = TestJournal.ReadAll(journal);
        using var alarm = JsonDocument.Parse(rows[0].Fact);
        Assert.Equal($$"""{"name":"epoch_opened","value":{{lost}},"cleared":false,"cause":"damage"}""",
            alarm.RootElement.GetProperty("body").GetRawText());
    }

    /// <summary>Reads as the uplink does, until the damage shows and another epoch is in use.</summary>
    private static async Task ReadUntilSalvagedAsync(GateJournal journal, string damaged)
    {
        var salvaged = journal.WaitBeyondAsync(damaged, journal.LastSeq, CancellationToken.None).AsTask();
        Assert.Throws<JournalException>(() => DamagedJournal.ReadKept(journal, journal.Epochs[^1]));
        await salvaged.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
