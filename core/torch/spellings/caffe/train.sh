# initial.caffemodel holds the initial weights, by the names of the layers.
caffe train --solver=solver.prototxt --weights=initial.caffemodel  #@weights,loop,zero_grad,forward,loss,backward,step
