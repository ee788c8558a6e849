using CheckIn.Hub.Accounts;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>A mode that somebody ordered, in one line of a page.</summary>
/// <param name="Lane">Null = every lane.</param>
/// <param name="Gates">Gates that it concerns; <paramref name="InForce"/> of them say that it holds.</param>
public sealed record ModeLine(
    string Id, string Mode, string Where, string? WhereHref, string? Lane, DateTimeOffset Until, string Why, int Gates,
    int InForce)
{
    internal static ModeLine Of(ModePicture picture, Sight sight, PageContext page)
    {
        var (order, where) = (picture.Order, ScopeText.Of(picture.Order.Scope, sight, page));
        return new(order.Id, order.Mode, where?.Word ?? order.Scope.Word(), where?.Href, order.Lane, order.Until,
            order.Why, picture.Gates, picture.InForce);
    }
}
