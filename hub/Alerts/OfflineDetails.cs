using System.Globalization;
using CheckIn.Hub.Fleet.Offline;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// Why what is offline is so, as far as that is known when somebody is told: a gate's cause and what waits in it, and
/// of a whole site or node the cause that most of some of its gates have.
/// </summary>
internal sealed class OfflineDetails(AlertBook book, OfflineDesk offline)
{
    private const int Asked = 20;

    internal Dictionary<string, string>? Of(AlertKey key, IReadOnlyDictionary<string, string> detail)
    {
        if (key.Kind != AlertKinds.Offline)
            return null;
        var more = new Dictionary<string, string>(detail, StringComparer.Ordinal);
        if (key.Subject.Kind == AlertSubjectKind.Gate)
        {
            if (offline.Of(key.Subject.Id) is not { } outage)
                return null;
            Add(more, outage.Cause, outage.IsSure);
            if (outage.Backlog is { } backlog)
                more[AlertDetails.Backlog] = backlog.ToString(CultureInfo.InvariantCulture);
            return more;
        }
        var causes = book.Below(key).Where(static below => below.Subject.Kind == AlertSubjectKind.Gate).Take(Asked)
            .Select(below => offline.Of(below.Subject.Id)).OfType<Outage>().GroupBy(static outage => outage.Cause);
        if (causes.MaxBy(static cause => cause.Count()) is not { } most)
            return null;
        Add(more, most.Key, most.All(static outage => outage.IsSure));
        return more;
    }

    private static void Add(Dictionary<string, string> detail, OfflineCause cause, bool isSure)
    {
        detail[AlertDetails.Cause] = OfflineCauses.Word(cause);
        detail[AlertDetails.IsSure] = isSure ? "true" : "false";
    }
}
