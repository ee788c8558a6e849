namespace CheckIn.Mqtt;

/// <content>The values by name.</content>
public sealed partial class MqttProperties
{
    /// <summary>1 = the payload is UTF-8 text.</summary>
    public uint? PayloadFormatIndicator
    {
        get => Number(MqttPropertyId.PayloadFormatIndicator);
        set => Set(MqttPropertyId.PayloadFormatIndicator, value);
    }
    /// <summary>Seconds.</summary>
    public uint? MessageExpiryInterval
    {
        get => Number(MqttPropertyId.MessageExpiryInterval);
        set => Set(MqttPropertyId.MessageExpiryInterval, value);
    }
    /// <summary>What the payload is, such as <c>application/json</c>.</summary>
    public string? ContentType
    {
        get => Text(MqttPropertyId.ContentType);
        set => Set(MqttPropertyId.ContentType, value);
    }
    /// <summary>Where an answer is expected.</summary>
    public string? ResponseTopic
    {
        get => Text(MqttPropertyId.ResponseTopic);
        set => Set(MqttPropertyId.ResponseTopic, value);
    }
    /// <summary>What the answer is to bring back; copied when set.</summary>
    public ReadOnlyMemory<byte>? CorrelationData
    {
        get => Binary(MqttPropertyId.CorrelationData);
        set => Set(MqttPropertyId.CorrelationData, value);
    }
    /// <summary>Seconds; 0xFFFFFFFF = never.</summary>
    public uint? SessionExpiryInterval
    {
        get => Number(MqttPropertyId.SessionExpiryInterval);
        set => Set(MqttPropertyId.SessionExpiryInterval, value);
    }
    /// <summary>The identifier that the server made.</summary>
    public string? AssignedClientIdentifier
    {
        get => Text(MqttPropertyId.AssignedClientIdentifier);
        set => Set(MqttPropertyId.AssignedClientIdentifier, value);
    }
    /// <summary>Seconds, 0 to 65,535.</summary>
    public uint? ServerKeepAlive
    {
        get => Number(MqttPropertyId.ServerKeepAlive);
        set => Set(MqttPropertyId.ServerKeepAlive, value);
    }
    /// <summary>Name of the extended authentication.</summary>
    public string? AuthenticationMethod
    {
        get => Text(MqttPropertyId.AuthenticationMethod);
        set => Set(MqttPropertyId.AuthenticationMethod, value);
    }
    /// <summary>Its data; copied when set.</summary>
    public ReadOnlyMemory<byte>? AuthenticationData
    {
        get => Binary(MqttPropertyId.AuthenticationData);
        set => Set(MqttPropertyId.AuthenticationData, value);
    }
    /// <summary>0 = no reason strings, please; absent = 1.</summary>
    public uint? RequestProblemInformation
    {
        get => Number(MqttPropertyId.RequestProblemInformation);
        set => Set(MqttPropertyId.RequestProblemInformation, value);
    }
    /// <summary>Seconds.</summary>
    public uint? WillDelayInterval
    {
        get => Number(MqttPropertyId.WillDelayInterval);
        set => Set(MqttPropertyId.WillDelayInterval, value);
    }
    /// <summary>1 = Response Information, please; absent = 0.</summary>
    public uint? RequestResponseInformation
    {
        get => Number(MqttPropertyId.RequestResponseInformation);
        set => Set(MqttPropertyId.RequestResponseInformation, value);
    }
    /// <summary>A basis for response topics.</summary>
    public string? ResponseInformation
    {
        get => Text(MqttPropertyId.ResponseInformation);
        set => Set(MqttPropertyId.ResponseInformation, value);
    }
    /// <summary>The server to use instead.</summary>
    public string? ServerReference
    {
        get => Text(MqttPropertyId.ServerReference);
        set => Set(MqttPropertyId.ServerReference, value);
    }
    /// <summary>The reason in words, for people.</summary>
    public string? ReasonString
    {
        get => Text(MqttPropertyId.ReasonString);
        set => Set(MqttPropertyId.ReasonString, value);
    }
    /// <summary>1 to 65,535.</summary>
    public uint? ReceiveMaximum
    {
        get => Number(MqttPropertyId.ReceiveMaximum);
        set => Set(MqttPropertyId.ReceiveMaximum, value);
    }
    /// <summary>0 to 65,535; absent = 0.</summary>
    public uint? TopicAliasMaximum
    {
        get => Number(MqttPropertyId.TopicAliasMaximum);
        set => Set(MqttPropertyId.TopicAliasMaximum, value);
    }
    /// <summary>1 to 65,535.</summary>
    public uint? TopicAlias
    {
        get => Number(MqttPropertyId.TopicAlias);
        set => Set(MqttPropertyId.TopicAlias, value);
    }
    /// <summary>0 or 1; absent = 2.</summary>
    public uint? MaximumQos
    {
        get => Number(MqttPropertyId.MaximumQos);
        set => Set(MqttPropertyId.MaximumQos, value);
    }
    /// <summary>0 or 1; absent = 1.</summary>
    public uint? RetainAvailable
    {
        get => Number(MqttPropertyId.RetainAvailable);
        set => Set(MqttPropertyId.RetainAvailable, value);
    }
    /// <summary>Bytes, not 0.</summary>
    public uint? MaximumPacketSize
    {
        get => Number(MqttPropertyId.MaximumPacketSize);
        set => Set(MqttPropertyId.MaximumPacketSize, value);
    }
    /// <summary>0 or 1; absent = 1.</summary>
    public uint? WildcardSubscriptionAvailable
    {
        get => Number(MqttPropertyId.WildcardSubscriptionAvailable);
        set => Set(MqttPropertyId.WildcardSubscriptionAvailable, value);
    }
    /// <summary>0 or 1; absent = 1.</summary>
    public uint? SubscriptionIdentifierAvailable
    {
        get => Number(MqttPropertyId.SubscriptionIdentifierAvailable);
        set => Set(MqttPropertyId.SubscriptionIdentifierAvailable, value);
    }
    /// <summary>0 or 1; absent = 1.</summary>
    public uint? SharedSubscriptionAvailable
    {
        get => Number(MqttPropertyId.SharedSubscriptionAvailable);
        set => Set(MqttPropertyId.SharedSubscriptionAvailable, value);
    }
}
