using CheckIn.Fixtures;
using CheckIn.Gate.Journal;
using CheckIn.Record;
using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Gate.Tests.Journal;

/// <summary>The version before an update goes on with the journal that the update has touched.</summary>
public sealed class JournalCompatibilityTests : IDisposable
{
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_journal_that_a_newer_program_only_added_to_is_used_as_it_is()
    {
        await using (var journal = _test.Open())
            await TestJournal.AppendAsync(journal, 2);
        await Migrate(readableBy: 2);
        await using (var journal = _test.Open())
        {
            await TestJournal.AppendAsync(journal, 2);
            Assert.Equal(4, journal.LastSeq);
        }
        using (var recorded = RecordedJournal.Open(_test.Path))
        {
            Assert.Equal(3, recorded.Schema);
            Assert.Equal(4, recorded.Events(recorded.Epochs()[0]).Count());
        }
        using var reader = Database.OpenReader(_test.Path);
        Assert.Equal("3", reader.Pragma("user_version"));
    }

    [Fact]
    public async Task One_that_it_changed_is_left_alone()
    {
        await using (var journal = _test.Open())
            await TestJournal.AppendAsync(journal, 2);
        await Migrate(readableBy: 3);
        Assert.Contains("newer", Assert.Throws<JournalException>(() => _test.Open()).Message, StringComparison.Ordinal);
        Assert.Throws<RecordException>(() => RecordedJournal.Open(_test.Path));
    }

    [Fact]
    public void What_the_build_says_to_whoever_makes_an_update_is_what_the_program_does()
    {
        var facts = UpdateFacts.Read(Path.GetDirectoryName(Executables.Gate)!);
        Assert.Equal(UpdateManifest.GateProduct, facts.Product);
        Assert.Equal(new JournalSpan(JournalSchema.Version, JournalSchema.ReadableBy), facts.Journal);
    }

    /// <summary>As a program of tomorrow might.</summary>
    private Task Migrate(int readableBy)
    {
        using var writer = Database.OpenWriter(_test.Path);
        writer.Execute($"""
            ALTER TABLE event ADD COLUMN hint TEXT;
            CREATE TABLE photo (id INTEGER PRIMARY KEY);
            UPDATE meta SET value = {readableBy} WHERE name = 'readable_by';
            PRAGMA user_version=3
            """);
        return Task.CompletedTask;
    }
}
