using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Sites;
using CheckIn.Passes;

namespace CheckIn.Hub.Visitors;

/// <summary>What an invitation may be.</summary>
internal static class InvitationRules
{
    /// <summary>People who may use one link.</summary>
    internal const int MostPeople = 200;

    /// <exception cref="VisitorException">It cannot be.</exception>
    internal static void Check(InvitationOrder order, DateTimeOffset now, TimeSpan longestLife)
    {
        if (!PassCategories.IsValid(order.Category))
            throw VisitorException.Wrong(
                $"'{CellText.Short(order.Category)}' is no category: 1 to {PassCategories.MaxLength} of a to z, 0 to 9 and -",
                $"'{CellText.Short(order.Category)}' không phải loại thẻ: 1 đến {PassCategories.MaxLength} ký tự a đến z, "
                    + "0 đến 9 và -");
        if (order.Until <= now || order.Until <= order.From || order.Until - now > longestLife)
            throw VisitorException.Wrong(
                string.Create(CultureInfo.InvariantCulture,
                    $"An invitation ends after it begins, later than now, and within {longestLife.TotalDays:0} days ")
                    + "(Passes:LongestLife)",
                string.Create(CultureInfo.InvariantCulture,
                    $"Lời mời phải hết hạn sau khi bắt đầu, sau bây giờ và trong {longestLife.TotalDays:0} ngày ")
                    + "(Passes:LongestLife)");
        if (order.Most is < 1 or > MostPeople)
            throw VisitorException.Wrong(
                $"A link is for 1 to {MostPeople} people", $"Một liên kết dành cho 1 đến {MostPeople} người");
        if (order.Label is { } label && (label.Length is 0 or > PassRules.LongestLabel || label.Any(char.IsControl)))
            throw VisitorException.Wrong(
                $"A label has 1 to {PassRules.LongestLabel} characters, and no name in it",
                $"Nhãn có 1 đến {PassRules.LongestLabel} ký tự và không chứa tên người");
    }

    /// <summary>Whether it is a place, and all of it his.</summary>
    /// <exception cref="VisitorException">It is not; what he does not see there is not for him.</exception>
    internal static void CheckScope(FleetScope scope, Sight sight)
    {
        if (!IsHis(scope, sight) || !IsThere(scope, sight.Whole))
            throw VisitorException.NoSuchPlace(scope.Word());
    }

    /// <summary>Whether he looks after that place.</summary>
    internal static bool IsHis(FleetScope scope, Sight sight) => scope switch
    {
        { Site: { } site } => sight.SeesSite(site),
        { Node: { } node } => sight.SeesNode(node),
        _ => false,
    };

    private static bool IsThere(FleetScope scope, SiteTree tree) => scope switch
    {
        { Site: { } site } => GateId.IsValid(site) && tree.Sites.ContainsKey(site),
        { Node: { } node } => tree.NodeByCode(node) is not null,
        _ => false,
    };
}
