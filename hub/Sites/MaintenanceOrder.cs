using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Sites;

/// <summary>Work as it is asked for.</summary>
internal sealed record MaintenanceOrder(
    MaintenanceSubject Subject, string SubjectId, DateTimeOffset From, DateTimeOffset Until, string Why);

/// <summary>What work may be announced. Values in, a refusal or nothing out.</summary>
internal static class MaintenanceRules
{
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);

    /// <exception cref="SitesException">This may not.</exception>
    internal static void Check(MaintenanceOrder order, SiteTree tree, DateTimeOffset now, Func<string, bool> isGate,
        Sight? sight = null)
    {
        if (order.Until <= order.From || order.Until <= now)
        {
            throw Malformed(
                "The end is not after the beginning, or is over already",
                "Giờ kết thúc không sau giờ bắt đầu, hoặc đã qua rồi");
        }
        if (order.Until - order.From > Longest || order.From > now + Farthest)
        {
            throw Malformed(
                "Work lasts at most 366 days and begins within 366",
                "Bảo trì kéo dài tối đa 366 ngày và bắt đầu trong vòng 366 ngày");
        }
        if (order.Why.Length is 0 or > 200 || order.Why.Any(char.IsControl))
            throw Malformed("A reason of 1 to 200 characters on one line is missing",
                "Thiếu lý do (1 đến 200 ký tự, trên một dòng)");
        var isKnown = order.Subject switch
        {
            MaintenanceSubject.Gate => isGate(order.SubjectId),
            MaintenanceSubject.Site => tree.Sites.ContainsKey(order.SubjectId),
            _ => tree.NodeByCode(order.SubjectId) is not null,
        };
        if (!isKnown || sight?.Sees(order.Subject, order.SubjectId) == false)
        {
            throw new SitesException(
                $"There is no {MaintenanceRows.Word(order.Subject)} '{CellText.Short(order.SubjectId)}'. Nothing was "
                + $"done.",
                $"Không có {Vietnamese(order.Subject)} '{CellText.Short(order.SubjectId)}'. Chưa làm gì cả.")
            {
                IsUnknown = true,
            };
        }
        if (tree.Maintenance.Count(work => work.Until > now) >= MostWaiting)
        {
            throw new SitesException(
                $"{MostWaiting} announcements stand already. Nothing was done; end some, or announce one for a node.",
                $"Đã có {MostWaiting} lịch bảo trì. Chưa làm gì cả; hãy kết thúc bớt, hoặc báo cho cả đơn vị.");
        }
    }

    internal static SitesException NoSuch(long id) => new(
        $"No maintenance {id} is announced, or it is over. Nothing was done.",
        $"Không có lịch bảo trì {id}, hoặc đã kết thúc. Chưa làm gì cả.")
    {
        IsUnknown = true,
    };

    private static string Vietnamese(MaintenanceSubject subject) => subject switch
    {
        MaintenanceSubject.Gate => "cổng",
        MaintenanceSubject.Site => "địa điểm",
        _ => "đơn vị",
    };

    private static SitesException Malformed(string english, string vietnamese) =>
        new(english + ". Nothing was done.", vietnamese + ". Chưa làm gì cả.") { IsMalformed = true };
}
