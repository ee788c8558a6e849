using CheckIn.Gate.Journal;
using CheckIn.Record;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>The journal: what waits in it, and whether its newest events are as they were recorded.</summary>
internal sealed class JournalCheck : QuickCheck
{
    internal const string Name = "journal";

    /// <summary>As many as are read in a moment; <c>journal verify</c> reads all.</summary>
    private const int Newest = 1000;

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var words = examination.Words;
        var path = examination.Running?.Journal ?? Path.GetFullPath(examination.Section<JournalOptions>("Journal").Path);
        if (!File.Exists(path))
        {
            yield return new(Name, CheckState.Skipped, Examination.Say(words.JournalNone, path));
            yield break;
        }
        yield return Read(examination, path);
    }

    private static Finding Read(Examination examination, string path)
    {
        var (words, units) = (examination.Words, examination.Units);
        try
        {
            using var journal = RecordedJournal.Open(path);
            var epochs = journal.Epochs();
            var check = Follow(journal, epochs[^1]);
            return check.IsWhole
                ? new(Name, CheckState.Good, Examination.Say(
                    words.JournalGood, units.Number(epochs.Sum(static epoch => epoch.Rows)),
                    units.Number(epochs.Sum(static epoch => epoch.Waiting)), units.Number(check.Events)))
                : new(Name, CheckState.Wrong, Examination.Say(
                    words.JournalBroken, units.Number(Newest), units.Number(check.Missing + check.FaultCount)),
                    words.JournalBrokenDo);
        }
        catch (Exception e) when (e is RecordException or ArgumentOutOfRangeException)
        {
            return new(Name, CheckState.Wrong, e.Message, words.JournalUnreadableDo);
        }
    }

    /// <summary>The chain from the newest thousandth event on; the link before it is not known, and needs not be.</summary>
    private static ChainCheck Follow(RecordedJournal journal, RecordedEpoch epoch)
    {
        var anchor = Math.Max(epoch.AnchorSeq, epoch.Last - Newest);
        var check = new ChainCheck(anchor, anchor == epoch.AnchorSeq ? epoch.AnchorLink.Span : default);
        foreach (var recorded in journal.Events(epoch, anchor + 1).TakeWhile(recorded => recorded.Seq <= epoch.Last))
            check.Add(recorded);
        check.End(epoch.Last);
        return check;
    }
}
