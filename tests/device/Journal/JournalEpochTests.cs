using System.Buffers;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Storage;

namespace CheckIn.Gate.Tests.Journal;

public sealed class JournalEpochTests : IDisposable
{
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_new_epoch_counts_from_1_begins_with_its_alarm_and_leaves_the_ended_one_to_be_delivered()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 5);
        await journal.SetDeliveredAsync(journal.Epoch, 2);
        var ended = journal.Epoch;
        await journal.OpenEpochAsync(EpochCauses.Conflict);
        Assert.NotEqual(ended, journal.Epoch);
        Assert.True(GateId.IsValid(journal.Epoch));
        Assert.Equal((1L, 0L, 1L, 4L), (journal.LastSeq, journal.DeliveredThrough, journal.FirstRetained, journal.Backlog));
        Assert.Equal(2, await journal.AppendAsync(TestJournal.Draft()));
        var rows = TestJournal.ReadAll(journal);
        Assert.Equal(EventKinds.Alarm, rows[0].Kind);
        using var alarm = JsonDocument.Parse(rows[0].Fact);
        Assert.Equal("""{"name":"epoch_opened","value":0,"cleared":false,"cause":"conflict"}""",
            alarm.RootElement.GetProperty("body").GetRawText());
        Assert.Equal(
            [new JournalEpoch(ended, 5, 2, 1, DivergedFrom: 2), new JournalEpoch(journal.Epoch, 2, 0, 1)], journal.Epochs);
        Assert.Equal(3, Read(journal, ended, 3).Events.Count);
    }

    [Fact]
    public async Task Epochs_marks_and_refusals_survive_a_restart()
    {
        IReadOnlyList<JournalEpoch> before;
        await using (var journal = _test.Open())
        {
            await TestJournal.AppendAsync(journal, 5);
            await journal.OpenEpochAsync(EpochCauses.Conflict);
            await TestJournal.AppendAsync(journal, 2);
            var earlier = journal.Epochs[0].Name;
            await journal.SetDeliveredAsync(earlier, 1);
            await journal.RefuseAsync(earlier, 2, RefusalReasons.Malformed);
            await journal.RefuseAsync(earlier, 4, RefusalReasons.Malformed);
            before = journal.Epochs;
        }
        await using var reopened = _test.Open();
        Assert.Equal(before, reopened.Epochs);
        Assert.Equal(2, before[0].Delivered);
        Assert.Equal((2L, 6L), (reopened.Refused, reopened.Backlog));
        Assert.Equal(4, await reopened.AppendAsync(TestJournal.Draft()));
    }

    [Fact]
    public async Task A_refused_event_counts_as_delivered_together_with_what_was_refused_behind_it()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 5);
        await journal.RefuseAsync(journal.Epoch, 3, RefusalReasons.Malformed);
        await journal.RefuseAsync(journal.Epoch, 2, RefusalReasons.Malformed);
        await journal.RefuseAsync(journal.Epoch, 2, RefusalReasons.Malformed);
        Assert.Equal((0L, 2L), (journal.DeliveredThrough, journal.Refused));
        await journal.RefuseAsync(journal.Epoch, 1, RefusalReasons.Malformed);
        Assert.Equal((3L, 3L), (journal.DeliveredThrough, journal.Refused));
        await journal.RefuseAsync(journal.Epoch, 99, RefusalReasons.Malformed);
        Assert.Equal(3, journal.Refused);
        Assert.Equal(5, Read(journal, journal.Epoch, 1).Events.Count);
    }

    [Fact]
    public async Task An_epoch_without_rows_leaves_nothing_behind_when_it_ends()
    {
        await using var journal = _test.Open();
        await journal.OpenEpochAsync(EpochCauses.Conflict);
        Assert.Equal(new JournalEpoch(journal.Epoch, 1, 0, 1), Assert.Single(journal.Epochs));
    }

    [Fact]
    public async Task Earlier_epochs_go_first_and_wholly_when_they_are_delivered_and_old()
    {
        var keep = TimeSpan.FromDays(5);
        await using (var journal = _test.Open(keep))
        {
            await TestJournal.AppendAsync(journal, 300);
            var first = journal.Epoch;
            await journal.OpenEpochAsync(EpochCauses.Conflict);
            await TestJournal.AppendAsync(journal, 3);
            var second = journal.Epoch;
            await journal.OpenEpochAsync(EpochCauses.Conflict);
            await journal.SweepAsync(CancellationToken.None);
            _test.Time.Pass(keep);
            await journal.SetDeliveredAsync(first, 300);
            await journal.RefuseAsync(first, 7, RefusalReasons.Malformed);
            await journal.SetDeliveredAsync(second, 2);
            await journal.SetDeliveredAsync(journal.Epoch, 1);
            Assert.Equal(303, await journal.SweepAsync(CancellationToken.None));
            Assert.Equal(0, journal.Refused);
            Assert.Equal(
                [new JournalEpoch(second, 4, 2, 3, 0), new JournalEpoch(journal.Epoch, 1, 1, 2)], journal.Epochs);
            Assert.Null(journal.LinkOf(first, 300));
            Assert.NotNull(journal.LinkOf(second, 2));
            Assert.Equal(0, journal.ReadBatch(first, 300, new ArrayBufferWriter<byte>()));
            await journal.SetDeliveredAsync(first, 1);
            await journal.RefuseAsync(first, 1, RefusalReasons.Malformed);
            await journal.DivergeAsync(first);
            Assert.Equal(2, journal.Epochs.Count);
        }
        await using var reopened = _test.Open(keep);
        Assert.Equal(2, reopened.Epochs.Count);
    }

    [Fact]
    public async Task A_wait_ends_when_another_epoch_begins()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 5);
        var wait = journal.WaitBeyondAsync(journal.Epoch, 5, CancellationToken.None).AsTask();
        await journal.OpenEpochAsync(EpochCauses.Conflict);
        await wait.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_batch_ends_before_a_gap_and_what_follows_says_that_it_begins_there()
    {
        await using (var journal = _test.Open())
            await TestJournal.AppendAsync(journal, 20);
        using (var writer = Database.OpenWriter(_test.Path))
        {
            writer.Execute("DELETE FROM event WHERE seq BETWEEN 6 AND 8; INSERT INTO gap VALUES (6, 8)");
            writer.Execute("DELETE FROM event WHERE seq = 11; INSERT INTO gap VALUES (11, 11)");
        }
        await using var reopened = _test.Open(TimeSpan.FromDays(5));
        var epoch = reopened.Epoch;
        Assert.Equal(16, reopened.Backlog);
        Assert.Equal((5, 1L), (Read(reopened, epoch, 1).Events.Count, Read(reopened, epoch, 3).FirstRetained));
        Assert.Equal((2, 9L), (Read(reopened, epoch, 9).Events.Count, Read(reopened, epoch, 10).FirstRetained));
        Assert.Equal((9, 12L), (Read(reopened, epoch, 12).Events.Count, Read(reopened, epoch, 15).FirstRetained));
        Assert.Equal(0, reopened.ReadBatch(epoch, 7, new ArrayBufferWriter<byte>()));
        Assert.Equal([9L, 9L, 12L, 21L], new[] { 6L, 9, 11, 21 }.Select(seq => reopened.NextKept(epoch, seq)));
        await reopened.SetDeliveredAsync(epoch, 5);
        await reopened.SweepAsync(CancellationToken.None);
        _test.Time.Pass(TimeSpan.FromDays(5));
        await reopened.SweepAsync(CancellationToken.None);
        Assert.Equal((9L, 8L, 11L), (reopened.FirstRetained, reopened.DeliveredThrough, reopened.Backlog));
        Assert.Null(reopened.LinkOf(epoch, 8));
    }

    [Fact]
    public async Task A_file_of_version_1_becomes_version_2_with_every_row()
    {
        var epoch = "e1";
        var facts = Write(_test.Path, epoch, 12);
        await using (var journal = _test.Open())
        {
            Assert.Equal((epoch, 12L, 7L, 3L), (journal.Epoch, journal.LastSeq, journal.DeliveredThrough, journal.FirstRetained));
            Assert.Equal(facts.Skip(2), TestJournal.ReadAll(journal).Select(static row => row.Fact.ToArray()));
            Assert.Equal(5, await journal.NextSessionAsync());
            Assert.Equal(13, await journal.AppendAsync(TestJournal.Draft()));
        }
        using var reader = Database.OpenReader(_test.Path);
        using var columns = reader.Prepare("SELECT max(id), max(seq), max(epoch) FROM event");
        Assert.True(columns.Step());
        Assert.Equal((13L, 13L, 0L), (columns.Int64(0), columns.Int64(1), columns.Int64(2)));
        Assert.Equal("2", reader.Pragma("user_version"));
    }

    /// <summary>A journal as the first version wrote it, of which two rows have been removed.</summary>
    private static List<byte[]> Write(string path, string epoch, int events)
    {
        using var writer = Database.OpenWriter(path);
        writer.Execute("""
            CREATE TABLE event (
                seq    INTEGER PRIMARY KEY,
                at     INTEGER NOT NULL,
                fact   BLOB NOT NULL,
                sealed BLOB,
                link   BLOB NOT NULL);
            CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
            CREATE TABLE age_mark (seq INTEGER PRIMARY KEY, age_ms INTEGER NOT NULL);
            INSERT INTO meta VALUES ('epoch', 'e1'), ('anchor_seq', 2), ('delivered_through', 7), ('session', 4),
                ('age_ms', 0), ('age_mono_ns', 0), ('age_boot', '');
            PRAGMA user_version=1
            """);
        using var insert = writer.Prepare("INSERT INTO event (seq, at, fact, link) VALUES (?, 0, ?, ?)");
        using var anchor = writer.Prepare("INSERT INTO meta VALUES ('anchor_link', ?)");
        var (facts, link) = (new List<byte[]>(), ChainLink.Genesis(epoch));
        for (var seq = 1; seq <= events; seq++)
        {
            var fact = new ArrayBufferWriter<byte>();
            EventFact.Write(fact, TestJournal.Draft(), seq, link);
            ChainLink.Of(fact.WrittenSpan, link);
            facts.Add(fact.WrittenSpan.ToArray());
            if (seq > 2)
                insert.Bind(1, seq).Bind(2, fact.WrittenSpan).Bind(3, link).Run();
            else if (seq == 2)
                anchor.Bind(1, link).Run();
        }
        return facts;
    }

    private static EventBatch Read(GateJournal journal, string epoch, long from)
    {
        var output = new ArrayBufferWriter<byte>();
        var count = journal.ReadBatch(epoch, from, output);
        var batch = EventBatch.Read(output.WrittenMemory);
        using var json = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(from + count - 1, json.RootElement.GetProperty("last").GetInt64());
        Assert.Equal(["epoch", "first", "last", "firstRetained", "events"],
            json.RootElement.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(count, batch.Events.Count);
        return batch;
    }
}
