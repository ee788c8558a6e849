using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;
using CheckIn.Passes;

namespace CheckIn.Hub.Passes;

/// <summary>What a pass may be.</summary>
internal static class PassRules
{
    internal const int LongestLabel = 64, LongestWhy = 200;
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(366);

    /// <exception cref="PassException">It cannot be.</exception>
    internal static void Check(PassOrder order, DateTimeOffset now, TimeSpan longestLife)
    {
        if (!PassCategories.IsValid(order.Category))
            throw PassException.Wrong(
                $"'{CellText.Short(order.Category)}' is no category: 1 to {PassCategories.MaxLength} of a to z, 0 to 9 and -",
                $"'{CellText.Short(order.Category)}' không phải loại thẻ: 1 đến {PassCategories.MaxLength} ký tự a đến z, 0 đến 9 và -");
        if (order.ExpiresAt <= now || order.ExpiresAt <= order.NotBefore || order.ExpiresAt - now > longestLife)
            throw PassException.Wrong(
                string.Create(CultureInfo.InvariantCulture,
                    $"A pass ends after it begins, later than now, and within {longestLife.TotalDays:0} days (Passes:LongestLife)"),
                string.Create(CultureInfo.InvariantCulture,
                    $"Thẻ phải hết hạn sau khi bắt đầu, sau bây giờ và trong {longestLife.TotalDays:0} ngày (Passes:LongestLife)"));
        if (order.NotBefore > now + FurthestAhead)
            throw PassException.Wrong("It would begin more than a year from now", "Thẻ bắt đầu sau hơn một năm nữa");
        if (order.Count is < 1 or > PassDesk.MostAtOnce || (order.Count > 1 && !order.HolderKey.IsEmpty))
            throw PassException.Wrong(
                $"Passes are issued 1 to {PassDesk.MostAtOnce} at a time; one for a phone, by itself",
                $"Mỗi lần cấp 1 đến {PassDesk.MostAtOnce} thẻ; thẻ cho điện thoại thì từng thẻ một");
        if (order.Label is { } label && (label.Length is 0 or > LongestLabel || label.Any(char.IsControl)))
            throw PassException.Wrong(
                $"A label has 1 to {LongestLabel} characters, and no name in it",
                $"Nhãn có 1 đến {LongestLabel} ký tự và không chứa tên người");
    }

    /// <summary>Whether all that the scope reaches is his.</summary>
    /// <exception cref="PassException">It is not; what he does not see there is not for him.</exception>
    internal static void CheckScope(FleetScope scope, Sight sight)
    {
        var isThere = scope switch
        {
            { Site: { } site } => GateId.IsValid(site) && sight.SeesSite(site),
            { Node: { } node } => sight.Whole.NodeByCode(node) is not null && sight.SeesNode(node),
            _ when scope == FleetScope.All => sight.IsWhole ? true : throw PassException.Beyond(),
            _ => false,
        };
        if (!isThere)
            throw PassException.NoSuchPlace(scope.Word());
    }

    /// <exception cref="PassException">It cannot be.</exception>
    internal static void Check(IReadOnlyList<string> ids, string why)
    {
        if (ids.Count is 0 or > PassDesk.MostAtOnce)
            throw NotRevoked(
                $"Passes are revoked 1 to {PassDesk.MostAtOnce} at a time", $"Mỗi lần thu hồi 1 đến {PassDesk.MostAtOnce} thẻ");
        if (why.Length is 0 or > LongestWhy || why.Any(char.IsControl))
            throw NotRevoked(
                $"Say why, in 1 to {LongestWhy} characters, without names", $"Hãy nêu lý do, 1 đến {LongestWhy} ký tự, không nêu tên");
    }

    private static PassException NotRevoked(string english, string vietnamese) =>
        new(english + ". Nothing was revoked.", vietnamese + ". Chưa thu hồi gì.") { IsMalformed = true };
}
