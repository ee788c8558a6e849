using System.Reflection;
using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;

namespace CheckIn.Shared.Tests.Contract;

/// <summary>The AsyncAPI document says what the programs do: of every topic, every message and every field.</summary>
public sealed class AsyncApiTests
{
    private static readonly ContractSchemas Document = new();
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Schemas = new()
    {
        [typeof(StateMessage)] = "state",
        [typeof(AckMessage)] = "ack",
        [typeof(RefusedEvents)] = "refusedEvents",
        [typeof(HubStateMessage)] = "hubState",
        [typeof(ClockQuality)] = "clockQuality",
        [typeof(ClockReading)] = "clockReading",
        [typeof(HealthMessage)] = "health",
        [typeof(BoardHealth)] = "boardHealth",
        [typeof(DiskHealth)] = "diskHealth",
        [typeof(MemoryHealth)] = "memoryHealth",
        [typeof(LinkHealth)] = "linkHealth",
        [typeof(LaneHealth)] = "laneHealth",
        [typeof(ListHealth)] = "listHealth",
        [typeof(CommandCounts)] = "commandCounts",
        [typeof(DesiredMessage)] = "desired",
        [typeof(SettingsWanted)] = "settingsWanted",
        [typeof(ModeOrder)] = "modeOrder",
        [typeof(ListWanted)] = "listWanted",
        [typeof(PlaceWanted)] = "placeWanted",
        [typeof(ReportedMessage)] = "reported",
        [typeof(SettingsError)] = "settingsError",
        [typeof(ModeReport)] = "modeReport",
        [typeof(CommandMessage)] = "command",
        [typeof(ReplyMessage)] = "reply",
        [typeof(SelfCheck)] = "selfCheck",
        [typeof(ScanResult)] = "scanResult",
        [typeof(EntryResult)] = "entryResult",
        [typeof(InsideMessage)] = "inside",
        [typeof(AlertMessage)] = "alert",
    };

    [Fact]
    public void Every_topic_has_a_channel_and_there_is_no_other()
    {
        var addresses = Document.Root.GetProperty("channels").EnumerateObject()
            .Select(static channel => channel.Value.GetProperty("address").GetString()!).Order();
        var topics = Enum.GetValues<GateTopic>()
            .Select(static leaf => Topics.OfAnyGate(leaf).Replace("+", "{gate}", StringComparison.Ordinal))
            .Append(Topics.HubState).Append(Topics.HubAlerts);
        Assert.Equal(topics.Order(), addresses);
    }

    [Fact]
    public void Every_content_type_has_a_message_and_there_is_no_other()
    {
        var types = typeof(ContentTypes).GetFields().Select(static field => (string)field.GetRawConstantValue()!);
        Assert.Equal(types.Order(), Document.ByContentType.Keys.Order());
    }

    [Fact]
    public void Every_type_that_crosses_a_wall_has_a_schema_with_its_fields_and_no_others()
    {
        Assert.Empty(TypesOnTheWire().Except(Schemas.Keys));
        foreach (var (type, name) in Schemas)
        {
            var schema = Components("schemas").GetProperty(name);
            var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            var told = schema.GetProperty("properties").EnumerateObject().Select(static one => one.Name);
            Assert.Equal((name, Line(fields.Select(NameOf))), (name, Line(told)));
            var required = fields.Where(field => IsRequired(type, field)).Select(NameOf);
            Assert.Equal((name, Line(required)), (name, Line(Names(schema, "required"))));
        }

        static string Line(IEnumerable<string> names) => string.Join(' ', names.Order());
    }

    [Fact]
    public void Every_schema_and_every_field_says_what_it_is()
    {
        foreach (var schema in Components("schemas").EnumerateObject())
        {
            Assert.True(schema.Value.TryGetProperty("description", out _), schema.Name);
            if (!schema.Value.TryGetProperty("properties", out var fields))
                continue;
            foreach (var field in fields.EnumerateObject())
            {
                var isTold = field.Value.TryGetProperty("description", out _)
                    || field.Value.TryGetProperty("$ref", out _);
                Assert.True(isTold, $"{schema.Name}.{field.Name}");
            }
        }
    }

    /// <summary>Every one that is kept, by what its name begins with.</summary>
    public static TheoryData<string, string> Golden
    {
        get
        {
            (string Begin, string Type)[] types =
            [
                ("state", ContentTypes.State), ("ack", ContentTypes.Ack), ("events", ContentTypes.Events),
                ("health", ContentTypes.Health), ("hub-state", ContentTypes.HubState), ("alert", ContentTypes.Alert),
                ("desired", ContentTypes.Desired), ("reported", ContentTypes.Reported),
                ("command", ContentTypes.Command), ("reply", ContentTypes.Reply), ("inside", ContentTypes.Inside),
            ];
            var data = new TheoryData<string, string>();
            foreach (var name in GoldenMessages.Names("v1"))
            {
                var (_, type) = types.Single(one => name.StartsWith(one.Begin, StringComparison.Ordinal));
                data.Add("v1/" + name, type);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void What_programs_ever_wrote_is_as_the_document_has_it(string name, string contentType) =>
        Assert.Empty(Document.Problems(contentType, GoldenMessages.Read(name)));

    /// <summary>Of a newer program's events and health only the head is as it was: parts are other things there.</summary>
    [Theory]
    [InlineData("v1/future/ack", ContentTypes.Ack)]
    [InlineData("v1/future/alert", ContentTypes.Alert)]
    [InlineData("v1/future/hub-state", ContentTypes.HubState)]
    [InlineData("v1/future/state", ContentTypes.State)]
    public void What_a_newer_program_adds_breaks_the_document_for_nobody(string name, string contentType)
    {
        Assert.Empty(Document.Problems(contentType, GoldenMessages.Read(name), isStrict: false));
        Assert.NotEmpty(Document.Problems(contentType, GoldenMessages.Read(name)));
    }

    [Fact]
    public void Every_message_has_examples_that_are_as_it_says_and_that_the_programs_read()
    {
        foreach (var (contentType, message) in Document.ByContentType)
        {
            Assert.NotEmpty(message.GetProperty("examples").EnumerateArray());
            foreach (var example in message.GetProperty("examples").EnumerateArray())
            {
                var payload = Encoding.UTF8.GetBytes(example.GetProperty("payload").GetRawText());
                Assert.Empty(Document.Problems(contentType, payload));
                Assert.NotNull(ReadBack(contentType, payload));
            }
        }
    }

    [Theory]
    [InlineData(ContentTypes.State, """{"state":"ready","boot":"b","version":"1","backlog":0}""", "$ lacks session")]
    [InlineData(
        ContentTypes.State, """{"state":"asleep","session":1,"boot":"b","version":"1","backlog":0}""", "$.state")]
    [InlineData(
        ContentTypes.State, """{"state":"ready","session":1,"boot":"b","version":"1","backlog":-1}""", "$.backlog is")]
    [InlineData(
        ContentTypes.State, """{"state":"init","session":1,"boot":"b","version":"1","backlog":0,"mood":1}""", "$.mood")]
    [InlineData(ContentTypes.Ack, """{"epoch":"E","through":0,"hash":""}""", "$.epoch breaks")]
    [InlineData(ContentTypes.Command, """{"id":"x","name":"open_once","at":1}""", "$.id breaks")]
    [InlineData(ContentTypes.HubState, """{"online":"yes","timestamp":1}""", "$.online is String")]
    [InlineData("application/json", "{}", "application/json is not in the document")]
    public void A_message_that_breaks_the_document_is_told_with_where(
        string contentType, string payload, string problem) =>
        Assert.Contains(
            Document.Problems(contentType, Encoding.UTF8.GetBytes(payload)),
            told => told.StartsWith(problem, StringComparison.Ordinal));

    [Fact]
    public void A_rule_that_nobody_checks_does_not_stand_there()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","multipleOf":2}""");
        var root = schema.RootElement;
        Assert.Throws<NotSupportedException>(() => new JsonSchemas(root).Problems(root, root));
    }

    /// <summary>What AsyncAPI 3.0.0 requires, as far as the document uses it.</summary>
    [Fact]
    public void The_document_is_whole()
    {
        Assert.Equal("3.0.0", Document.Root.GetProperty("asyncapi").GetString());
        var info = Document.Root.GetProperty("info");
        Assert.All((string[])["title", "version"], name => Assert.NotEmpty(info.GetProperty(name).GetString()!));
        var schemas = new JsonSchemas(Document.Root);
        Assert.All(References(Document.Root), reference => schemas.Find(reference));
        var channels = new HashSet<string>();
        foreach (var operation in Document.Root.GetProperty("operations").EnumerateObject())
        {
            Assert.Contains(operation.Value.GetProperty("action").GetString(), (string[])["send", "receive"]);
            var channel = operation.Value.GetProperty("channel").GetProperty("$ref").GetString()!;
            channels.Add(channel["#/channels/".Length..]);
            foreach (var message in operation.Value.GetProperty("messages").EnumerateArray())
            {
                var reference = message.GetProperty("$ref").GetString();
                Assert.StartsWith(channel + "/messages/", reference, StringComparison.Ordinal);
            }
        }
        var there = Document.Root.GetProperty("channels").EnumerateObject().Select(static one => one.Name);
        Assert.Equal(there.Order(), channels.Order());
        Assert.All(Document.Root.GetProperty("servers").EnumerateObject(), static server =>
            Assert.True(server.Value.TryGetProperty("host", out _) && server.Value.TryGetProperty("protocol", out _)));
    }

    private static object? ReadBack(string contentType, byte[] payload) => contentType switch
    {
        ContentTypes.State => JsonSerializer.Deserialize(payload, ContractJson.Default.StateMessage),
        ContentTypes.Events => EventBatch.Read(payload),
        ContentTypes.Ack => JsonSerializer.Deserialize(payload, ContractJson.Default.AckMessage),
        ContentTypes.Health => JsonSerializer.Deserialize(payload, ContractJson.Default.HealthMessage),
        ContentTypes.HubState => JsonSerializer.Deserialize(payload, ContractJson.Default.HubStateMessage),
        ContentTypes.Desired => JsonSerializer.Deserialize(payload, ContractJson.Default.DesiredMessage),
        ContentTypes.Reported => JsonSerializer.Deserialize(payload, ContractJson.Default.ReportedMessage),
        ContentTypes.Command => JsonSerializer.Deserialize(payload, ContractJson.Default.CommandMessage),
        ContentTypes.Reply => JsonSerializer.Deserialize(payload, ContractJson.Default.ReplyMessage),
        ContentTypes.Alert => JsonSerializer.Deserialize(payload, ContractJson.Default.AlertMessage),
        ContentTypes.Inside => JsonSerializer.Deserialize(payload, ContractJson.Default.InsideMessage),
        _ => null,
    };

    /// <summary>The messages and what is in them, of the product's own types.</summary>
    private static HashSet<Type> TypesOnTheWire()
    {
        var found = new HashSet<Type>();
        var look = new Queue<Type>(typeof(ContractJson).GetProperties()
            .Where(static one => one.PropertyType.IsGenericType)
            .Select(static one => one.PropertyType.GenericTypeArguments[0]));
        while (look.TryDequeue(out var type))
        {
            foreach (var argument in type.IsGenericType ? type.GenericTypeArguments : [])
                look.Enqueue(argument);
            var isOwn = type.Namespace == typeof(StateMessage).Namespace && !type.IsEnum && !type.IsGenericType;
            if (!isOwn || !found.Add(type))
                continue;
            foreach (var field in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                look.Enqueue(field.PropertyType);
        }
        return found;
    }

    /// <summary>It is always written: what is null is left out.</summary>
    private static bool IsRequired(Type type, PropertyInfo field) => type.GetConstructors()
        .SelectMany(static one => one.GetParameters()).Any(one => one.Name == field.Name && !one.HasDefaultValue)
        && Nullability.Create(field).ReadState != NullabilityState.Nullable;

    private static string NameOf(PropertyInfo field) => JsonNamingPolicy.CamelCase.ConvertName(field.Name);

    private static JsonElement Components(string kind) => Document.Root.GetProperty("components").GetProperty(kind);

    private static IEnumerable<string> Names(JsonElement schema, string list) =>
        schema.TryGetProperty(list, out var names)
        ? names.EnumerateArray().Select(static one => one.GetString()!) : [];

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static one =>
            one.Name == "$ref" ? [one.Value.GetString()!] : References(one.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
