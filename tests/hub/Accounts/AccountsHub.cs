using CheckIn.Fixtures;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Alerts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>People, sessions and tokens with the real store on a file of its own, and a clock told to move.</summary>
internal sealed class AccountsHub : IAsyncDisposable
{
    internal const string Password = "bốn con ngựa chạy";
    private readonly string _folder;
    private readonly (string Key, string Value)[] _settings;
    private readonly ServiceProvider _services;
    private bool _handedOn;

    private AccountsHub(string folder, DateTimeOffset wall, (string Key, string Value)[] settings)
    {
        (_folder, _settings) = (folder, settings);
        Time.SetWall(wall);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Append(("Events:Path", Path.Combine(folder, "hub.db")))
                .Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2))).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logged))
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Time)
            .AddSettings<EventsOptions>(configuration, "Events")
            .AddSettings<HubKeyOptions>(configuration, HubKeyOptions.Section)
            .AddSingleton<EventCounters>()
            .AddSingleton<EventStore>()
            .AddSingleton<GatePlaces>()
            .AddSites(configuration)
            .AddAccounts(configuration)
            // As many rounds as a test has time for; the function is the same.
            .AddSingleton(new PasswordHashes(1000))
            .BuildServiceProvider();
    }

    internal static DateTimeOffset Begin { get; } = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);
    internal static Origin Office { get; } = new("192.0.2.7", "a browser");
    internal FakeTime Time { get; } = new();
    internal LogLines Logged { get; } = new();
    internal string Folder => _folder;
    internal EventStore Store => Get<EventStore>();
    internal PeopleBook People => Get<PeopleBook>();
    internal AccountDesk Desk => Get<AccountDesk>();
    internal AccountSetup Setup => Get<AccountSetup>();
    internal SignInDesk SignIns => Get<SignInDesk>();
    internal SessionBook Sessions => Get<SessionBook>();
    internal SecondFactors Factors => Get<SecondFactors>();
    internal OneTimeLinks Links => Get<OneTimeLinks>();
    internal TokenBook Tokens => Get<TokenBook>();
    internal static Caller Operator { get; } = Caller.Local(null);

    internal static AccountsHub Start(params (string Key, string Value)[] settings) =>
        new(Directory.CreateTempSubdirectory("checkin-accounts-").FullName, Begin, settings);

    /// <summary>Ends as it is, and starts anew upon the same file.</summary>
    internal async Task<AccountsHub> RestartAsync()
    {
        _handedOn = true;
        await _services.DisposeAsync();
        return new AccountsHub(_folder, Time.GetUtcNow(), _settings);
    }

    internal T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Somebody who has used his link.</summary>
    internal async Task<Person> AddAsync(string name, params Grant[] grants)
    {
        var (_, link) = await Desk.InviteAsync(Operator, new Invitation(name, null, grants), default);
        await Setup.SetUpAsync(link.Token, new SetupForm(null, null, Password), Office, default);
        return People.Find(name)!;
    }

    /// <summary>Somebody who has used his link and set up a generator; with its secret.</summary>
    internal async Task<(Person Person, byte[] Secret, IReadOnlyList<string> Codes)> AddWithFactorAsync(
        string name, params Grant[] grants)
    {
        await AddAsync(name, grants);
        var session = (await SignInAsync(name)).Session!;
        Factors.Offer(session);
        var secret = session.TotpOffer!;
        var set = await Factors.ConfirmAsync(session, CodeOf(secret), Office, default);
        return (People.Find(name)!, secret, set.RecoveryCodes!);
    }

    internal Task<SignIn> SignInAsync(string name, string password = Password, Origin? from = null) =>
        SignIns.ByPasswordAsync(name, password, from ?? Office, default);

    /// <summary>Signed in with both, in the next step of the generator.</summary>
    internal async Task<Session> SignInAsync(string name, byte[] secret)
    {
        Time.Advance(TimeSpan.FromSeconds(30));
        var pending = await SignInAsync(name);
        return (await SignIns.ConfirmAsync(pending.Session!, CodeOf(secret), Office, default)).Session!;
    }

    internal string CodeOf(byte[] secret, int steps = 0) => Totp.Code(secret, Totp.StepAt(Time.GetUtcNow()) + steps);

    /// <summary>As a request of that person has it.</summary>
    internal Caller CallerOf(string name)
    {
        var person = People.Find(name)!;
        return new Caller(
            CallerKind.Person, Session.ActorOf(person, Office.Address), Get<GrantNodes>().Today(person.Grants))
        {
            PersonId = person.Id,
        };
    }

    internal IReadOnlyList<AuditRow> Audit() => Store.Read(db => AuditLog.Read(db, 0, 1000));

    internal IEnumerable<string> Acts() => Audit().Select(row => $"{row.Actor} {row.Action} {row.Subject}".TrimEnd());

    /// <summary>Two provinces with a commune each; restarted, because nodes are read at start.</summary>
    internal async Task<AccountsHub> WithNodesAsync()
    {
        await Store.WriteAsync(db => db.Execute("""
            INSERT INTO node(id, code, parent, level, name) VALUES
                (1, 'tinh-a', NULL, 'province', 'Tỉnh A'), (2, 'xa-a', 1, 'commune', 'Xã A'),
                (3, 'tinh-b', NULL, 'province', 'Tỉnh B'), (4, 'xa-b', 3, 'commune', 'Xã B');
            """), default);
        return await RestartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_handedOn)
            return;
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
