using CheckIn.Contract;
using CheckIn.Faults.Premises;

namespace CheckIn.Faults.Record;

/// <summary>
/// Compares three witnesses that do not know of each other: what the bystander saw at each controller (codes shown,
/// edges of the pins), what its card has (all files, all epochs, by each event's own content), and what the hub has (in
/// the journals or, where two cards used one number, kept aside as a conflict). Whatever is in the first must be in the
/// second, once; whatever is in the second must be in the third, once, byte for byte and in order; and the third has
/// nothing else.
/// </summary>
internal sealed class Check(HubRecord hub, TimeSpan wallOffset, Ledger hubClock)
{
    private readonly Verdict _verdict = new();
    private readonly HashSet<EventName> _recorded = [];
    private readonly HashSet<EventName> _decided = [];
    private readonly Dictionary<EventName, RecordedEvent> _stored = [];

    internal static Verdict Compare(Site site, TimeSpan wallOffset)
    {
        var check = new Check(HubRecord.Read(site.Hub.Database), wallOffset, site.Hub.Ledger);
        check.Index();
        foreach (var controller in site.Controllers)
            check.CompareCard(controller);
        check.CompareHub();
        return check._verdict;
    }

    private void Index()
    {
        foreach (var each in hub.Events.Concat(hub.Conflicts))
        {
            if (!_stored.TryAdd(each.Name, each))
                _verdict.Find("stored twice", each.Name.ToString());
            if (!each.IsSound)
                _verdict.Find("chain broken", $"{each.Name}: the link beside it is another");
        }
        foreach (var lost in hub.Lost)
            _verdict.Find("given up as lost", lost);
    }

    private void CompareCard(Controller controller)
    {
        var rows = JournalFiles.Read(controller.Gate, controller.Card, controller.Witnesses).ToList();
        foreach (var row in rows.Where(row => _recorded.Add(row.Name)))
        {
            _verdict.Events++;
            _verdict.Decided += row.IsDecision ? 1 : 0;
            if (row.IsDecision)
                _decided.Add(row.Name);
            if (!_stored.TryGetValue(row.Name, out var stored))
                _verdict.Find("missing at the hub", $"{row.Name} ({(row.IsDecision ? row.Outcome : "no decision")})");
            else if (stored.Sealed != row.Sealed)
                _verdict.Find("sealed part differs", row.Name.ToString());
            else
                _verdict.Stored += row.IsDecision ? 1 : 0;
        }
        CompareOrder(rows);
        new Bystander(controller, rows, wallOffset, hubClock, _verdict).Compare();
    }

    /// <summary>Within an epoch the numbers are the order in which the gate decided.</summary>
    private void CompareOrder(List<RecordedEvent> rows)
    {
        foreach (var epoch in rows.Where(row => row.IsDecision).GroupBy(row => row.Name.Epoch))
        {
            var ordered = epoch.OrderBy(row => row.Name.Seq).ToList();
            if (ordered.DistinctBy(row => row.Name.Seq).Count() < ordered.Count)
                continue; // of a card that was put back and used once more
            foreach (var (before, row) in ordered.Zip(ordered.Skip(1)).Where(pair => pair.Second.Ns <= pair.First.Ns))
                _verdict.Find("out of order", $"at the gate: {row.Name} is not later than seq {before.Name.Seq}");
        }
    }

    /// <summary>The hub has no more than the cards, and every journal there is one chain.</summary>
    private void CompareHub()
    {
        foreach (var each in _stored.Keys.Where(name => !_recorded.Contains(name)))
            _verdict.Find("at the hub only", each.ToString());
        var contested = hub.Conflicts.Select(each => (each.Name.Gate, each.Name.Epoch)).ToHashSet();
        foreach (var journal in hub.Events.GroupBy(each => (each.Name.Gate, each.Name.Epoch)))
        {
            var (next, ns, link) = (1L, 0L, ChainLink.ToText(ChainLink.Genesis(journal.Key.Epoch)));
            foreach (var each in journal.OrderBy(each => each.Name.Seq))
            {
                if (each.Name.Seq != next)
                    _verdict.Find("gap at the hub", $"{each.Name}: expected seq {next}");
                else if (each.Previous != link && !contested.Contains(journal.Key))
                    _verdict.Find("chain broken", each.Name.ToString());
                if (each.IsDecision && each.Ns <= ns && !contested.Contains(journal.Key))
                    _verdict.Find("out of order", $"at the hub: {each.Name}");
                (next, link) = (each.Name.Seq + 1, each.Name.Link);
                ns = each.IsDecision ? each.Ns : ns;
            }
        }
    }
}
