using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Alerts;

/// <summary>Alerts as rows with their sentences, by the names that people gave gates and places.</summary>
internal sealed class AlertTexts(EventStore store, SiteRegister sites, TimeProvider time)
{
    internal IReadOnlyList<AlertRow> Of(IReadOnlyList<Alert> alerts, Language language)
    {
        var gates = alerts.Where(static alert => alert.Subject.Kind == AlertSubjectKind.Gate)
            .Select(static alert => alert.Subject.Id).ToHashSet(StringComparer.Ordinal);
        var known = gates.Count == 0 ? [] : store.Read(db => Names(db, gates));
        var sentence = new AlertSentence(language, sites.Tree, time.GetUtcNow());
        return [.. alerts.Select(alert =>
        {
            var (label, site) = known.GetValueOrDefault(alert.Subject.Id);
            return AlertRow.Of(alert, sentence.Of(new AlertFacts(
                alert.Kind, alert.Subject, alert.Since, alert.ClearedAt, alert.Detail, label, site)));
        })];
    }

    private static Dictionary<string, (string? Label, string? Site)> Names(Database db, HashSet<string> gates)
    {
        using var rows = db.Prepare("SELECT name, label, site FROM gate WHERE label IS NOT NULL OR site IS NOT NULL");
        var names = new Dictionary<string, (string?, string?)>(StringComparer.Ordinal);
        while (rows.Step())
        {
            if (gates.Contains(rows.Text(0)!))
                names[rows.Text(0)!] = (rows.Text(1), rows.Text(2));
        }
        return names;
    }
}
