namespace Regenerator.Storage;

/// <summary>
/// What must not be lost. Every verb is one transaction; every write carries what it saw and loses to whoever was faster.
/// <c>StoreContract</c> in Regenerator.Testing says what each verb promises. Safe for concurrent use. Whoever needs some of it only asks for that part.
/// </summary>
public interface IRegeneratorStore :
    IPassStore, IProposalStore, IInboxStore, IClaimStore, IFreezeStore, IDeliveryStore, IProviderStore, IKeepingStore, IAccessStore, IAsyncDisposable;
