namespace CheckIn.Mqtt;

/// <summary>
/// The properties of one packet, MQTT 5.0, 2.2.2. Values sit in slots that <see cref="MqttPropertyRule"/> assigns, so
/// that reading, writing and the rules (which packet, how often, which values) are one table and two loops instead of
/// twenty-seven cases each. A null value = the property is absent.
/// </summary>
public sealed partial class MqttProperties
{
    private readonly uint[] _numbers = new uint[MqttPropertyRule.NumberSlots];
    private readonly object?[] _objects = new object?[MqttPropertyRule.ObjectSlots];
    private ulong _present;
    private List<KeyValuePair<string, string>>? _user;
    private List<uint>? _subscriptions;

    /// <summary>In the order of the wire.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties => _user is null ? [] : _user;
    /// <summary>1 to 268,435,455 each; several only in PUBLISH.</summary>
    public IReadOnlyList<uint> SubscriptionIdentifiers => _subscriptions is null ? [] : _subscriptions;

    /// <summary>Adds one behind the others.</summary>
    public void AddUserProperty(string name, string value) => (_user ??= []).Add(new(name, value));

    /// <summary>Adds one, 1 to 268,435,455.</summary>
    public void AddSubscriptionIdentifier(uint identifier) => (_subscriptions ??= []).Add(identifier);

    internal void Clear()
    {
        _present = 0;
        _user = null;
        _subscriptions = null;
        Array.Clear(_objects);
    }

    /// <summary>Property Length and the properties; null when there are none, or at a level that has none.</summary>
    internal static MqttProperties? Read(ref MqttReader reader, MqttPacketType packet, MqttProperties? reuse = null)
    {
        if (reader.Level == MqttLevel.V311)
            return null;
        var length = reader.ReadVariableInteger();
        if (length == 0)
            return null;
        if (length > reader.Remaining)
            throw MqttProtocolException.Malformed("Property Length exceeds the packet (2.2.2.1).");
        var properties = reuse ?? new MqttProperties();
        properties.Clear();
        var end = reader.Remaining - length;
        while (reader.Remaining > end)
            properties.ReadOne(ref reader, packet);
        if (reader.Remaining != end)
            throw MqttProtocolException.Malformed("A property runs past Property Length (2.2.2.1).");
        if (properties.AuthenticationData is not null && properties.AuthenticationMethod is null)
            throw MqttProtocolException.Violation("Authentication Data without a Method (3.1.2.11.10).");
        return properties;
    }

    private void ReadOne(ref MqttReader reader, MqttPacketType packet)
    {
        var id = reader.ReadVariableInteger();
        var rule = MqttPropertyRule.Of(id);
        if (!rule.Allows(packet))
            throw MqttProtocolException.Malformed($"Property 0x{id:X2} is not valid in {packet} (2.2.2.2).");
        if (rule.Kind == MqttPropertyKind.TextPair)
        {
            if (_user?.Count >= reader.Limits.MaxUserProperties)
                throw TooMany("User Properties", reader.Limits.MaxUserProperties);
            AddUserProperty(reader.ReadText(), reader.ReadText());
            return;
        }
        var mayRepeat = id == (uint)MqttPropertyId.SubscriptionIdentifier && packet == MqttPacketType.Publish;
        if (IsPresent((MqttPropertyId)id) && !mayRepeat)
            throw MqttProtocolException.Violation($"Property 0x{id:X2} occurs twice (2.2.2.2).");
        _present |= 1UL << (int)id;
        switch (rule.Kind)
        {
            case MqttPropertyKind.Text:
                _objects[rule.Slot] = reader.ReadText();
                break;
            case MqttPropertyKind.Binary:
                _objects[rule.Slot] = reader.ReadBinary();
                break;
            case MqttPropertyKind.VariableInteger:
                if (_subscriptions?.Count >= reader.Limits.MaxSubscriptionIdentifiers)
                    throw TooMany("Subscription Identifiers", reader.Limits.MaxSubscriptionIdentifiers);
                AddSubscriptionIdentifier(NotZero(id, reader.ReadVariableInteger()));
                break;
            case MqttPropertyKind.Flag:
                _numbers[rule.Slot] = Flag(id, reader.ReadByte());
                break;
            case MqttPropertyKind.TwoBytes:
                _numbers[rule.Slot] = NotZero(id, reader.ReadUInt16());
                break;
            default:
                _numbers[rule.Slot] = NotZero(id, reader.ReadUInt32());
                break;
        }
    }

    private static MqttProtocolException TooMany(string what, int limit) => new(
        MqttReasonCode.QuotaExceeded, $"More than {limit} {what} in one packet, which is this side's limit (2.4).");

    private static uint Flag(uint id, byte value) => value <= 1
        ? value
        : throw MqttProtocolException.Violation($"Property 0x{id:X2} is {value}, not 0 or 1 ({Clause(id)}).");

    private static uint NotZero(uint id, uint value)
    {
        if (value == 0 && (MqttPropertyId)id is MqttPropertyId.ReceiveMaximum or MqttPropertyId.MaximumPacketSize
            or MqttPropertyId.SubscriptionIdentifier or MqttPropertyId.TopicAlias)
        {
            throw (MqttPropertyId)id == MqttPropertyId.TopicAlias
                ? new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, "Topic Alias is 0 [MQTT-3.3.2-8].")
                : MqttProtocolException.Violation($"Property 0x{id:X2} is 0 ({Clause(id)}).");
        }
        return value;
    }

    /// <summary>Where the values of a property are laid down.</summary>
    private static string Clause(uint id) => (MqttPropertyId)id switch
    {
        MqttPropertyId.PayloadFormatIndicator => "3.3.2.3.2",
        MqttPropertyId.SubscriptionIdentifier => "3.3.2.3.8, 3.8.2.1.2",
        MqttPropertyId.RequestProblemInformation => "3.1.2.11.7",
        MqttPropertyId.RequestResponseInformation => "3.1.2.11.6",
        MqttPropertyId.ReceiveMaximum => "3.1.2.11.3, 3.2.2.3.3",
        MqttPropertyId.MaximumQos => "3.2.2.3.4",
        MqttPropertyId.RetainAvailable => "3.2.2.3.5",
        MqttPropertyId.MaximumPacketSize => "3.1.2.11.4, 3.2.2.3.6",
        MqttPropertyId.WildcardSubscriptionAvailable => "3.2.2.3.11",
        MqttPropertyId.SubscriptionIdentifierAvailable => "3.2.2.3.12",
        MqttPropertyId.SharedSubscriptionAvailable => "3.2.2.3.13",
        _ => "2.2.2.2",
    };

    /// <exception cref="ArgumentException">A property has no place in this packet (2.2.2.2).</exception>
    internal void Write(MqttWriter writer, MqttPacketType packet)
    {
        if (_user is not null && !MqttPropertyRule.Of((uint)MqttPropertyId.UserProperty).Allows(packet))
            throw NoPlace(MqttPropertyId.UserProperty, packet);
        if (_subscriptions is not null
            && !MqttPropertyRule.Of((uint)MqttPropertyId.SubscriptionIdentifier).Allows(packet))
            throw NoPlace(MqttPropertyId.SubscriptionIdentifier, packet);
        for (uint id = 1; id <= MqttPropertyRule.HighestId; id++)
        {
            if ((_present & (1UL << (int)id)) == 0 || id == (uint)MqttPropertyId.SubscriptionIdentifier)
                continue;
            var rule = MqttPropertyRule.Of(id);
            if (!rule.Allows(packet))
                throw NoPlace((MqttPropertyId)id, packet);
            writer.WriteByte((byte)id);
            switch (rule.Kind)
            {
                case MqttPropertyKind.Text: writer.WriteText((string)_objects[rule.Slot]!); break;
                case MqttPropertyKind.Binary: writer.WriteBinary((byte[])_objects[rule.Slot]!); break;
                case MqttPropertyKind.Flag: writer.WriteByte((byte)_numbers[rule.Slot]); break;
                case MqttPropertyKind.TwoBytes: writer.WriteUInt16((ushort)_numbers[rule.Slot]); break;
                default: writer.WriteUInt32(_numbers[rule.Slot]); break;
            }
        }
        WriteLists(writer);
    }

    /// <summary>The lists themselves, not as interfaces, whose enumerators would be allocated.</summary>
    private void WriteLists(MqttWriter writer)
    {
        if (_subscriptions is not null)
        {
            foreach (var identifier in _subscriptions)
            {
                writer.WriteByte((byte)MqttPropertyId.SubscriptionIdentifier);
                writer.WriteVariableInteger(identifier);
            }
        }
        if (_user is null)
            return;
        foreach (var (name, value) in _user)
        {
            writer.WriteByte((byte)MqttPropertyId.UserProperty);
            writer.WriteText(name);
            writer.WriteText(value);
        }
    }

    private static ArgumentException NoPlace(MqttPropertyId id, MqttPacketType packet) =>
        new($"{id} has no place in {(packet == MqttPacketType.Reserved ? "a will" : packet)} (2.2.2.2).");

    private uint? Number(MqttPropertyId id) => IsPresent(id) ? _numbers[MqttPropertyRule.Of((uint)id).Slot] : null;

    private string? Text(MqttPropertyId id) => (string?)_objects[MqttPropertyRule.Of((uint)id).Slot];

    private ReadOnlyMemory<byte>? Binary(MqttPropertyId id) =>
        _objects[MqttPropertyRule.Of((uint)id).Slot] is byte[] bytes ? bytes : default(ReadOnlyMemory<byte>?);

    private bool IsPresent(MqttPropertyId id) => (_present & (1UL << (int)id)) != 0;

    private void Set(MqttPropertyId id, uint? value)
    {
        Mark(id, value is not null);
        _numbers[MqttPropertyRule.Of((uint)id).Slot] = value ?? 0;
    }

    private void Set(MqttPropertyId id, string? value)
    {
        Mark(id, value is not null);
        _objects[MqttPropertyRule.Of((uint)id).Slot] = value;
    }

    private void Set(MqttPropertyId id, ReadOnlyMemory<byte>? value)
    {
        Mark(id, value is not null);
        _objects[MqttPropertyRule.Of((uint)id).Slot] = value?.ToArray();
    }

    private void Mark(MqttPropertyId id, bool present) =>
        _present = present ? _present | (1UL << (int)id) : _present & ~(1UL << (int)id);
}
