using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>Who looks at a page.</summary>
internal enum Visitor
{
    Operator,
    Nobody,
    /// <summary>A manager of the whole hub with a second factor.</summary>
    Manager,
    /// <summary>Manages the sites of one node.</summary>
    OfNode,
    /// <summary>May only look.</summary>
    Viewer,
    /// <summary>His password was right, his code is to come.</summary>
    Halfway,
    /// <summary>Must set up a second factor.</summary>
    WithoutFactor,
}

/// <summary>People who were made up, some signed in, some invited.</summary>
internal sealed class SyntheticPeople
{
    internal const string Password = "bonsai lantern quarry mistral";
    private static readonly Origin Here = new(
        "192.0.2.7", "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36");
    private static readonly Origin There = new("198.51.100.4", "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Firefox/120.0");
    private readonly IServiceProvider _services;
    private readonly Dictionary<string, Person> _byName = [];
    private readonly Dictionary<Visitor, string?> _sessions = [];
    private string _first = "", _invited = "";

    private SyntheticPeople(IServiceProvider services) => _services = services;

    private PeopleBook Book => _services.GetRequiredService<PeopleBook>();

    internal static async Task<SyntheticPeople> InviteAsync(IServiceProvider services)
    {
        var people = new SyntheticPeople(services);
        var links = services.GetRequiredService<OneTimeLinks>();
        people._first = (await links.MakeFirstAsync(Actor.Local, default)).Path;
        await people.AddAsync("an.nguyen", "Nguyễn Văn An", hasFactor: true, new Grant(Role.Administrator));
        await people.AddAsync("binh.le", "Lê Thị Bình", hasFactor: true,
            new Grant(Role.SiteManager, SyntheticPlaces.Node), new Grant(Role.Viewer, "hoa-mai"));
        await people.AddAsync("cuong.pham", null, hasFactor: false, new Grant(Role.Viewer));
        await people.AddAsync("dung.tran@example.com", "Trần Dũng", hasFactor: false, new Grant(Role.Technician));
        var (_, link) = await people.InviteAsync("hoa.vo", "Võ Thị Hoa", new Grant(Role.Auditor));
        people._invited = link.Path;
        var tokens = services.GetRequiredService<TokenBook>();
        await tokens.MakeAsync(Caller.Local(null), new TokenOrder("bang-hien-thi", new Grant(Role.Viewer, "hoa-mai")), default);
        people.Begin("an.nguyen", SessionStage.Full, There);
        return people;
    }

    /// <summary>The address, with what only this hub knows in it.</summary>
    internal async Task<string> ResolveAsync(string path)
    {
        if (path.Contains("{open}", StringComparison.Ordinal))
        {
            var link = await _services.GetRequiredService<OneTimeLinks>().MakeOpenAsync(Actor.Local, default);
            return link.Path;
        }
        var person = _byName["binh.le"].Id.ToString(CultureInfo.InvariantCulture);
        return path.Replace("{first}", _first, StringComparison.Ordinal)
            .Replace("{invited}", _invited, StringComparison.Ordinal).Replace("{person}", person, StringComparison.Ordinal);
    }

    /// <summary>A session of that visitor, as his cookie has it.</summary>
    internal string? SessionOf(Visitor visitor)
    {
        if (!_sessions.TryGetValue(visitor, out var session))
            _sessions[visitor] = session = Begin(visitor);
        return session;
    }

    private string? Begin(Visitor visitor) => visitor switch
    {
        Visitor.Nobody => null,
        Visitor.Operator => _services.GetRequiredService<SessionBook>().Begin(null, SessionStage.Full, Here).Id,
        Visitor.Manager => Begin("an.nguyen", SessionStage.Full, Here),
        Visitor.OfNode => Begin("binh.le", SessionStage.Full, Here),
        Visitor.Viewer => Begin("cuong.pham", SessionStage.Full, Here),
        Visitor.Halfway => Begin("an.nguyen", SessionStage.FactorWanted, Here),
        _ => Begin("dung.tran@example.com", SessionStage.FactorMissing, Here),
    };

    private string Begin(string name, SessionStage stage, Origin origin) =>
        _services.GetRequiredService<SessionBook>().Begin(_byName[name].Id, stage, origin).Id;

    private async Task AddAsync(string name, string? shown, bool hasFactor, params Grant[] grants)
    {
        var (person, link) = await InviteAsync(name, shown, grants);
        var signIn = await _services.GetRequiredService<AccountSetup>().SetUpAsync(
            link.Token, new SetupForm(null, null, Password), There, default);
        if (hasFactor)
        {
            var session = signIn.Session!;
            _services.GetRequiredService<SecondFactors>().Offer(session);
            var code = Totp.Code(session.TotpOffer!, Totp.StepAt(TimeProvider.System.GetUtcNow()));
            await _services.GetRequiredService<SecondFactors>().ConfirmAsync(session, code, There, default);
        }
        _byName[name] = Book.Find(person.Id)!;
    }

    private Task<(Person Person, OneTimeLink Link)> InviteAsync(string name, string? shown, params Grant[] grants) =>
        _services.GetRequiredService<AccountDesk>().InviteAsync(
            Caller.Local(null), new Invitation(name, shown, grants), default);
}
