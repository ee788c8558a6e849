using System.Globalization;
using System.Security.Cryptography;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visitors;
using CheckIn.Passes;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>People who were invited: one has no code yet, one has a picture, one a code on another phone, one was sent away.</summary>
internal sealed class SyntheticVisitors
{
    private readonly Dictionary<string, string> _places = [];

    internal static async Task<SyntheticVisitors> ComeAsync(IServiceProvider services)
    {
        var (visitors, desk) = (new SyntheticVisitors(), services.GetRequiredService<VisitorDesk>());
        var made = await MakeAsync(services, "đoàn kiểm tra", 12);
        var entrance = desk.ByLink(made.Secret)!;
        var (none, picture, phone) = (
            await desk.DeclareAsync(entrance, new PersonalFields("Nguyễn Văn Thử", "0900000001")),
            await desk.DeclareAsync(entrance, new PersonalFields("Trần Thị Mẫu", IsForAnother: true)),
            await desk.DeclareAsync(entrance, new PersonalFields("Lê Nghiệm")));
        await desk.IssueAsync(picture, default);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await desk.IssueAsync(phone, P256Point.Compress(key));
        var gone = await MakeAsync(services, "họp phụ huynh", 200);
        var sent = await desk.DeclareAsync(desk.ByLink(gone.Secret)!, new PersonalFields("Phạm Nghiệm"));
        await services.GetRequiredService<InvitationDesk>().RevokeAsync(
            gone.Invitation.Number, new Actor("person:an.nguyen"), SightOf(services));
        visitors._places["{link}"] = "/visit/" + made.Secret;
        visitors._places["{pass-none}"] = "/pass/" + none;
        visitors._places["{pass-picture}"] = "/pass/" + picture;
        visitors._places["{pass-phone}"] = "/pass/" + phone;
        visitors._places["{pass-gone}"] = "/pass/" + sent;
        visitors._places["{invitation}"] = made.Invitation.Number.ToString(CultureInfo.InvariantCulture);
        return visitors;
    }

    /// <summary>The path of a link that one may use.</summary>
    internal static async Task<string> InviteAsync(IServiceProvider services) =>
        "/visit/" + (await MakeAsync(services, "một người", 1)).Secret;

    internal string Resolve(string path) => _places.Aggregate(
        path, static (known, one) => known.Replace(one.Key, one.Value, StringComparison.Ordinal));

    private static Task<NewInvitation> MakeAsync(IServiceProvider services, string label, int people)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        return services.GetRequiredService<InvitationDesk>().MakeAsync(
            new InvitationOrder(
                new FleetScope(Site: SyntheticPlaces.Site), PassCategories.Visitor, now, now.AddDays(3), people, label),
            new Actor("person:an.nguyen"), SightOf(services));
    }

    private static Sight SightOf(IServiceProvider services) =>
        services.GetRequiredService<SightBook>().Of(Caller.Local(null), Capability.IssuePasses);
}
