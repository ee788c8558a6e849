using CheckIn.Hub.Events;
using CheckIn.Hub.Web.Parts;
using CheckIn.Storage;

namespace CheckIn.Hub.Web;

/// <summary>What enrolment says of a gate.</summary>
/// <param name="Label">Its name for people; null = it has none but its id.</param>
/// <param name="Folded">What it can be found by.</param>
internal sealed record GateName(string? Label, string? Site, string? Standing, string Folded);

/// <summary>Names of all gates, read anew each time; what did not change is not folded again.</summary>
internal sealed class GateNames(EventStore store)
{
    private Dictionary<string, GateName> _last = new(StringComparer.Ordinal);

    /// <summary>By id. One at a time.</summary>
    internal IReadOnlyDictionary<string, GateName> Read() => _last = store.Read(Read);

    private Dictionary<string, GateName> Read(Database db)
    {
        using var rows = db.Prepare("SELECT name, label, site, standing FROM gate");
        var names = new Dictionary<string, GateName>(_last.Count, StringComparer.Ordinal);
        while (rows.Step())
        {
            var (id, label, site, standing) = (rows.Text(0)!, rows.Text(1), rows.Text(2), rows.Text(3));
            var isSame = _last.TryGetValue(id, out var earlier) && earlier.Label == label && earlier.Site == site
                && earlier.Standing == standing;
            names[id] = isSame ? earlier! : new(label, site, standing, SearchText.Fold($"{label ?? id} {id} {site}"));
        }
        return names;
    }
}
