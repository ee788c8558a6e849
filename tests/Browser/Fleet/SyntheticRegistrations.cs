using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Registrations;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>Places that registered themselves: one waits, one was refused.</summary>
internal static class SyntheticRegistrations
{
    /// <returns>The number of the one that waits, what stands in its owner's address, and of the one that was refused.</returns>
    internal static async Task<(string Id, string Waiting, string Refused)> RegisterAsync(IServiceProvider services)
    {
        var desk = services.GetRequiredService<RegistrationDesk>();
        var sight = services.GetRequiredService<SightBook>().Of(Caller.Local(null), Capability.EditSites);
        var waiting = await desk.RegisterAsync(new RegistrationOrder(
            SyntheticPlaces.Node, "Quán cơm Bà Năm", "eatery", "12 đường Sen Hồng", "Trần Thị Mẫu", "0912 345 678"));
        var refused = await desk.RegisterAsync(new RegistrationOrder(
            SyntheticPlaces.Node, "Tiệm tóc Thử", "shop", "3 ngõ 5", "Nguyễn Văn Thử", "0987 654 321"));
        await desk.RefuseAsync(
            desk.Find(refused)!.Id, "không tìm thấy ở địa chỉ này", new Actor("person:an.nguyen"), sight);
        return (FormattableString.Invariant($"{desk.Find(waiting)!.Id}"), waiting, refused);
    }
}
