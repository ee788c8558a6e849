using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Cards;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Registrations;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Hub.Tests.Web;
using CheckIn.Hub.Visitors;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>
/// A hub with two communes of one province: sites, gates, people, alerts, announced work, codes, settings, modes, commands,
/// recipients and an audit in each. Every word that is stored of the second begins with <see cref="Canary"/>.
/// </summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    internal const string Canary = "kanari", CanaryNumber = "0777000111";
    internal const string Own = "xa-mot", Neighbour = Canary + "-xa";
    private readonly Dictionary<string, string> _claims = [], _passes = [];
    private readonly Dictionary<string, long> _invitations = [];
    private readonly Dictionary<string, NewToken> _tokens = [];

    private TwoNodes(WebHost hub) => Hub = hub;

    internal WebHost Hub { get; }

    /// <summary>Of each node: its first site, its gate that is lost, one that is there, its alert.</summary>
    internal static string Site(string node) => node + "-truong";
    internal static string Lost(string node) => Site(node) + "-01";
    internal static string There(string node) => Site(node) + "-02";
    internal string Claim(string node) => _claims[node];
    internal string Pass(string node) => _passes[node];
    internal long Invitation(string node) => _invitations[node];
    internal long Alert(string node) =>
        Hub.Get<AlertDesk>().Standing().First(one => one.Subject.Id == Lost(node)).Id;

    internal static async Task<TwoNodes> StartAsync(int seed)
    {
        var hub = await WebHost.StartAsync(
            "--Fleet:Grace=00:00:00", "--Fleet:StartGrace=00:00:00", "--Alerts:Rules:offline:RaiseAfter=00:00:00",
            "--Enrolment:Address=localhost", "--Enrolment:Listen=127.0.0.1:0", "--Broker:TlsListen=127.0.0.1:0",
            "--Enrolment:CodesPerMinute=1000", "--Registrations:IsOpen=true",
            "--Registrations:PerAddressAndHour=1000");
        var world = new TwoNodes(hub);
        var sites = hub.Get<SiteRegister>();
        await sites.SaveNodeAsync("tinh", new Dictionary<string, string?>
        {
            ["level"] = "province",
            ["name"] = "Tỉnh chung",
            ["support_number"] = "18001001",
        }, Actor.Local, default);
        var random = new Random(seed);
        await world.FillAsync(Own, "mot", random);
        await world.FillAsync(Neighbour, Canary, random);
        // Others, so that what these lose is not most of the fleet.
        for (var i = 0; i < 20; i++)
            hub.Fleet.OnState($"le-{i:00}", new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 0, "epoch-1"));
        await world.AlertsAsync();
        // The hub makes them by itself, at a moment of its own.
        await hub.Get<PassLists>().RenewAsync();
        foreach (var role in Enum.GetValues<Role>())
        {
            foreach (var node in new[] { null, Own, Neighbour })
                await world.MakeTokenAsync(role, node);
        }
        return world;
    }

    /// <summary>A token, by <c>role@node</c>; <c>role@</c> = of the whole hub.</summary>
    internal string Token(string caller) => _tokens[caller].Text;

    internal Task WithdrawAsync(string caller) =>
        Hub.Get<TokenBook>().WithdrawAsync(Caller.Local(null), _tokens[caller].Token.Name, default);

    /// <summary>Asks as that token; as nobody when it is null.</summary>
    internal HttpClient Ask(string? caller)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = Hub.Http.BaseAddress,
            Timeout = TimeSpan.FromSeconds(20),
        };
        if (caller is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", Token(caller));
        return http;
    }

    /// <summary>A place that registered itself there and waits, which a test may decide.</summary>
    internal async Task<(long Id, string Secret)> RegistrationAsync(string node)
    {
        var desk = Hub.Get<RegistrationDesk>();
        var secret = await desk.RegisterAsync(new RegistrationOrder(
            node, Word(node) + " shop", "shop", Word(node) + " street 1", Word(node) + " owner", Number(Word(node))));
        return (desk.Find(secret)!.Id, secret);
    }

    /// <summary>Announces work, which a test may end; later, because nobody is alerted of what is worked on.</summary>
    internal async Task<long> WorkAsync(string node, string? gate = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var order = new MaintenanceOrder(
            gate is null ? MaintenanceSubject.Site : MaintenanceSubject.Gate, gate ?? Site(node), now.AddHours(1),
            now.AddHours(2), $"{Word(node)} works");
        return (await Hub.Get<SiteRegister>().AnnounceAsync(order, new Actor($"{Word(node)}-worker"), default)).Id;
    }

    /// <summary>Orders a mode there, which a test may end.</summary>
    internal async Task<string> ModeAsync(string node)
    {
        var sight = Hub.Get<SightBook>().Of(Caller.Local(null), Capability.SetModes);
        var request = new ModeRequest(
            new FleetScope(Site: Site(node)), ModeWords.Lockdown, TimeProvider.System.GetUtcNow().AddHours(1), Word(node) + " drill");
        return (await Hub.Get<ModeDesk>().OrderAsync(request, new Actor($"{Word(node)}-guard"), sight)).Id;
    }

    /// <summary>Settings of a site there, and others that are on their way to a gate.</summary>
    private async Task SettingsAsync(string node)
    {
        var (desk, actor) = (Hub.Get<DesiredDesk>(), new Actor($"{Word(node)}-manager"));
        var sight = Hub.Get<SightBook>().Of(Caller.Local(null), Capability.EditSettings);
        JsonObject Patch(string pulse) => new()
        {
            ["Lanes"] = new JsonObject { [Word(node)] = new JsonObject { ["Turnstile"] = new JsonObject { ["Pulse"] = pulse } } },
        };
        await desk.ChangeAsync(
            new SettingsOrder(new FleetScope(Site: Site(node)), Patch("00:00:01"), Word(node) + " longer"), actor, sight);
        await desk.ChangeAsync(
            new SettingsOrder(new FleetScope(Gate: There(node)), Patch("00:00:02"), Word(node) + " longest", RolloutPlan.Usual),
            actor, sight);
    }

    /// <summary>A command that a gate there has not answered.</summary>
    private Task<GivenCommand> CommandAsync(string node) => Hub.Get<CommandDesk>().GiveAsync(
        There(node), new CommandOrder(CommandWords.Identify, Word(node)), new Actor($"{Word(node)}-guard"),
        Hub.Get<SightBook>().Of(Caller.Local(null), Capability.CommandGates));

    /// <summary>A recipient of that node, there again if a test removed it.</summary>
    internal async Task<string> RecipientAsync(string node)
    {
        var name = Word(node) + "-duty";
        if (Hub.Get<Recipients>().Find(name) is null)
        {
            await Hub.Get<Recipients>().AddAsync(
                new RecipientOrder(name, $"http://127.0.0.1:9/{Word(node)}", Node: node), Actor.Local, default);
        }
        return name;
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private async Task MakeTokenAsync(Role role, string? node)
    {
        var name = $"{role.Word().Replace('_', '-')}-{node ?? "all"}";
        _tokens[$"{role.Word()}@{node}"] = await Hub.Get<TokenBook>().MakeAsync(
            Caller.Local(null), new TokenOrder(name, new Grant(role, node)), default);
    }

    private static string Number(string word) => word == Canary ? CanaryNumber : "0900000222";

    private static string Word(string node) => node == Own ? "mot" : Canary;

    private async Task FillAsync(string node, string word, Random random)
    {
        var sites = Hub.Get<SiteRegister>();
        await sites.SaveNodeAsync(node, new Dictionary<string, string?>
        {
            ["level"] = "commune",
            ["name"] = $"{word} commune",
            ["name_en"] = $"{word} commune in English",
            ["parent"] = "tinh",
            ["support_number"] = Number(word),
        }, Actor.Local, default);
        var others = Enumerable.Range(1, random.Next(1, 4)).Select(i => $"{node}-khac-{i}");
        foreach (var site in others.Prepend(Site(node)))
        {
            await sites.SaveAsync(site, new Dictionary<string, string?>
            {
                ["name"] = $"{word} place",
                ["kind"] = "school",
                ["node"] = node,
                ["address"] = $"{word} street {random.Next(1, 100)}",
                ["head_name"] = $"{word} head",
                ["manager_name"] = $"{word} manager",
                ["support_number"] = Number(word),
                ["head_phone"] = Number(word),
                ["group:" + word] = word + " value",
                ["deadline"] = random.Next(2) == 0 ? "2020-01-01" : null,
            }, new Actor($"{word}-editor"), default);
        }
        var store = Hub.Store;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var gate in new[] { Lost(node), There(node), Site(node) + "-03" })
        {
            await store.WriteAsync(
                db => EnrolledGates.Enrol(db, gate, new ClaimOrder(Site(node), "in", gate, word + " label"), now), default);
            Hub.Fleet.OnState(gate, new StateMessage(GateState.Ready, 1, "boot-1", word + "-1.0", 12, "epoch-1"));
            await Hub.StoreAsync(gate, new TestJournal(word + "-epoch-" + gate[^1], 5, word), 1, random.Next(2, 6));
        }
        var desk = Hub.Get<EnrolmentDesk>();
        _claims[node] = (await desk.IssueAsync(
            new ClaimOrder(Site(node), "in", Site(node) + "-09", word + " new"), new Actor($"{word}-fitter"), default)).Id;
        await PassAsync(node);
        await Hub.Get<CardDesk>().ChangeAsync(
            new CardChange([PrintedNumber.Read("001099000002")!], Site(node), word + "-staff", null, null, null, false),
            new Actor($"{word}-office"), Hub.Get<SightBook>().Of(Caller.Local(null), Capability.EditCards));
        await WorkAsync(node);
        await WorkAsync(node, There(node));
        await ModeAsync(node);
        await SettingsAsync(node);
        await CommandAsync(node);
        await RecipientAsync(node);
        await RegistrationAsync(node);
    }

    /// <summary>A pass for a site there, and an invitation to it.</summary>
    private async Task PassAsync(string node)
    {
        var order = new PassOrder(
            "visitor", null, TimeProvider.System.GetUtcNow().AddDays(9), new FleetScope(Site: Site(node)), default,
            Word(node) + " card", 1);
        var sight = Hub.Get<SightBook>().Of(Caller.Local(null), Capability.IssuePasses);
        var issued = await Hub.Get<PassDesk>().IssueAsync(order, new Actor($"{Word(node)}-office"), sight);
        _passes[node] = issued[0].Pass.Id.ToString();
        var made = await Hub.Get<InvitationDesk>().MakeAsync(
            new InvitationOrder(order.Scope, "visitor", order.ExpiresAt.AddDays(-9), order.ExpiresAt, 5, Word(node) + " meeting"),
            new Actor($"{Word(node)}-office"), sight);
        _invitations[node] = made.Invitation.Number;
    }

    private async Task AlertsAsync()
    {
        foreach (var node in new[] { Own, Neighbour })
            Hub.Fleet.OnState(Lost(node), new StateMessage(GateState.Lost, 1, "boot-1", "1.0", 12, "epoch-1"));
        Hub.Fleet.TickAll();
        var desk = Hub.Get<AlertDesk>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var changed = desk.Changed;
            if (desk.Standing().Count >= 2)
                return;
            await changed.WaitAsync(patience.Token);
        }
    }
}
