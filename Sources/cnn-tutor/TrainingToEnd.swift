import CNNEngine
import CellLanguage
import Dispatch
import Figures
import Foundation
import Tutor

/// Trains as a request asks, to the end and on this thread: for programs that nobody watches.
///
/// - Parameters:
///   - request: the run.
///   - threads: how many threads compute.
///   - progress: is told now and then how far it is, in a few words.
/// - Returns: all that came of it, also where it failed.
func trainToEnd(
  _ request: TrainingRequest, threads: Int, progress: (String) -> Void
) -> TrainingUpdate {
  var snapshots: [Snapshot] = []
  let now: @Sendable () -> Double = { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
  var told = now()
  do throws(TrainingFault) {
    let training = try Training(
      request.network, on: request.training, heldOut: request.heldOut, options: request.options,
      from: nil, pool: ThreadPool(threads: threads), clock: now)
    while let snapshot = try training.step() {
      snapshots.append(snapshot)
      if snapshot.heldOut != nil { snapshots = snapshots.thinned() }
      if now() - told > 0.5 {
        told = now()
        let left = Int(max(0, snapshot.secondsLeft).rounded(.up))
        progress(
          "training \(request.name): \(100 * snapshot.step / snapshot.steps) %, \(left) s left")
      }
    }
    return TrainingUpdate(
      snapshots: snapshots, network: training.network, checkpoints: [], status: .finished)
  } catch {
    return TrainingUpdate(
      snapshots: snapshots, network: nil, checkpoints: [], status: .failed("\(error)."))
  }
}
